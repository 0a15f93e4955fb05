import type { LanguageModel } from '#lm/types';
import { logSoftmax } from '#numerics/softmax';
import { compensatedSum } from '#numerics/sum';

const VOCABULARY = 256;

/** A model whose tokens are single characters, and which predicts, and writes, the same after every text. */
export function constantModel(logitOf: (id: number) => number): LanguageModel {
  const logits = Float32Array.from({ length: VOCABULARY }, (_, id) => logitOf(id));
  const logprobs = logSoftmax(logits);
  const order = [...logits.keys()].sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b);
  const logprobOf = (id: number) => logprobs[id] ?? Number.NaN;
  const piece = (id: number) => ({ id, text: String.fromCodePoint(id), bytes: [id], special: false });
  const continued = (ids: readonly number[]) => {
    const each = ids.map(logprobOf);
    return { ids, logprobs: each, total: compensatedSum(each) };
  };
  const next = () => Promise.resolve({ logits: logits.slice() });
  const known: Partial<LanguageModel> = {
    id: 'constant',
    vocabularySize: VOCABULARY,
    contextLength: 1024,
    specialTokens: {},
    encode: (text) => [...text].map((character) => (character.codePointAt(0) ?? 0) % VOCABULARY),
    decode: (ids) => String.fromCodePoint(...ids),
    pieces: (ids) => ids.map(piece),
    top: (_, k) =>
      order.slice(0, k).map((id) => ({ ...piece(id), logit: logitOf(id), logprob: logprobOf(id) })),
    chat: () => null,
    async generate(prompts, { maxTokens }) {
      const ids = Array.from({ length: maxTokens }, () => order[0] ?? 0);
      return prompts.map(() => ({ ids, logprobs: ids.map(logprobOf), end: 'length', smallestMargin: 0 }));
    },
    next,
    nextOfMany: (texts) => Promise.all(texts.map(next)),
    async everyPosition(ids, visit) {
      for (const position of ids.keys()) visit(position, logits);
    },
    async score(ids, context = []) {
      if (context.length + ids.length > 1024) throw new RangeError('longer than the context');
      const tokens = ids.map((id, place) => {
        const logprob = place === 0 && context.length === 0 ? null : logprobOf(id);
        return { ...piece(id), logprob, rank: null, entropy: null };
      });
      const totalLogprob = compensatedSum(tokens.map(({ logprob }) => logprob ?? 0));
      return {
        tokens,
        totalLogprob,
        meanLogprob: null,
        perplexity: null,
        bitsPerByte: null,
        next: await next(),
      };
    },
    scoreContinuations: async (_, continuations) => continuations.map(continued),
    scoreMany: async (items) => items.map(({ continuation }) => continued(continuation)),
    scoreChoices: async (questions) =>
      questions.map(({ continuations }) => ({ entropy: 0, scores: continuations.map(continued) })),
  };
  return { forwardTokens: 0, lacks: [], asked: { predictions: 0, scores: 0 }, ...known } as LanguageModel;
}
