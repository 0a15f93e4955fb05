import { Queue } from '#base/queue';
import { UserError } from '#base/user-error';
import { summarizePrediction } from '#numerics/fast-log-softmax';
import { at } from '#numerics/list';
import { textTotals } from '#numerics/text-totals';
import { topIds } from './sampling.ts';
import type { Tokenizer } from './tokenizer.ts';
import type {
  Ability,
  GenerateOptions,
  Generation,
  Ids,
  LanguageModel,
  ModelIdentity,
  RequestOptions,
  ScoreOptions,
  TextTokens,
} from './types.ts';

export interface ModelFacts {
  readonly identity: ModelIdentity;
  readonly tokenizer: Tokenizer;
  readonly vocabularySize: number;
  readonly contextLength: number;
  readonly endIds: Ids;
  /** What the model lacks, and the sentence that says why. */
  readonly lacking?: Partial<Readonly<Record<Ability, string>>>;
}

/** A token that nothing predicted: the first of a text without a context. */
export const NOTHING_BEFORE = { logprob: null, rank: null, entropy: null };

type Unchecked = 'forwardTokens' | 'everyPosition' | 'scoreChoices' | 'steps' | 'close';

/** What computes the numbers of a model. It is given only requests that were checked, one at a time. */
export interface RawModel extends Pick<LanguageModel, Unchecked> {
  score(ids: Ids, context: Ids, options: ScoreOptions): Promise<TextTokens>;
  /** The [V] logits after each text; copies. */
  predict(texts: readonly Ids[], signal?: AbortSignal): Promise<Float32Array[]>;
  generate(prompts: readonly Ids[], options: GenerateOptions & { readonly stop: Ids }): Promise<Generation[]>;
}

/** A language model from what computes its numbers: adds the tokenizer, checks of requests, and a queue for them. */
export function languageModel(facts: ModelFacts, raw: RawModel): LanguageModel {
  const { identity, tokenizer, vocabularySize, contextLength, endIds, lacking = {} } = facts;
  const { id, sha256, engine: servedBy } = identity;
  const counts: Record<Ability, number> = { predictions: 0, scores: 0 };
  const queue = new Queue();
  let closed = false;

  /** Counts what is asked for. Throws a UserError when the model lacks it. */
  function need(ability: Ability, count: number): void {
    const reason = lacking[ability];
    if (reason !== undefined) throw new UserError(reason);
    counts[ability] += count;
  }

  /** Runs one request after another: they share what computes them. One that was aborted does not run. */
  function alone<T>({ signal }: RequestOptions, request: () => Promise<T>): Promise<T> {
    if (closed) throw new Error(`${id} is closed`);
    return queue.run(async () => {
      signal?.throwIfAborted();
      return await request();
    });
  }

  function assertText(ids: Ids, name = 'text'): void {
    if (ids.length === 0) throw new UserError(`The ${name} is empty: it should have at least one token.`);
    assertLength([], ids);
  }

  /** Throws a UserError that says the lengths, or a RangeError for an id that is none. */
  function assertLength(context: Ids, ids: Ids): void {
    for (const one of ids) {
      if (!Number.isInteger(one) || one < 0 || one >= vocabularySize)
        throw new RangeError(`ids must be integers from 0 to ${vocabularySize - 1}, got ${one}`);
    }
    const length = context.length + ids.length;
    if (length <= contextLength) return;
    const what = context.length === 0 ? 'The text has' : 'Context and text together have';
    throw new UserError(
      `${what} ${tokens(length)}, more than the ${tokens(contextLength)} that ${id} can read.`,
    );
  }

  const model: LanguageModel = {
    id,
    sha256,
    servedBy,
    vocabularySize,
    contextLength,
    specialTokens: tokenizer.specialTokens,
    lacks: Object.keys(lacking) as Ability[],
    get forwardTokens() {
      return raw.forwardTokens;
    },
    get asked() {
      return { ...counts };
    },
    encode: (text) => tokenizer.encode(text),
    decode: (ids) => tokenizer.decode(ids),
    pieces: (ids) => tokenizer.pieces(ids),
    chat: (messages) => tokenizer.chat(messages),

    async next(ids, options) {
      return at(await model.nextOfMany([ids], options), 0);
    },

    async nextOfMany(texts, options = {}) {
      for (const ids of texts) assertText(ids);
      need('predictions', texts.length);
      const logits = await alone(options, () => raw.predict(texts, options.signal));
      return logits.map((one) => ({ logits: one }));
    },

    async everyPosition(ids, visit, options = {}) {
      assertText(ids);
      need('predictions', ids.length);
      await alone(options, () => raw.everyPosition(ids, visit, options));
    },

    async score(ids, context = [], options = {}) {
      assertText(ids);
      assertLength(context, ids);
      need('scores', 1);
      const before = Math.min(1, context.length); // the prediction of the first token
      if (options.entropies ?? true) need('predictions', before + ids.length);
      const scored = await alone(options, () => raw.score(ids, context, options));
      const tokens = scored.tokens.map(({ logprob, bytes }) => ({ logprob, bytes: bytes.length }));
      return { ...scored, ...textTotals(tokens) };
    },

    async scoreContinuations(context, continuations, options = {}) {
      const asked = { ...options, entropies: false };
      const choices = await model.scoreChoices([{ context, continuations }], asked);
      return [...at(choices, 0).scores];
    },

    async scoreMany(items, options = {}) {
      const questions = items.map(({ context, continuation }) => {
        return { context, continuations: [continuation] };
      });
      const choices = await model.scoreChoices(questions, { ...options, entropies: false });
      return choices.flatMap(({ scores }) => scores);
    },

    async scoreChoices(questions, options = {}) {
      for (const { context, continuations } of questions) {
        assertText(context, 'context');
        for (const continuation of continuations) assertLength(context, continuation);
      }
      const count = questions.reduce((sum, { continuations }) => sum + continuations.length, 0);
      need('scores', count);
      if (options.entropies ?? true) need('predictions', questions.length);
      return await alone(options, () => raw.scoreChoices(questions, options));
    },

    top(logits, k) {
      const ids = topIds(logits, k);
      if (ids.length === 0) return [];
      const { largest, logNormalizer } = summarizePrediction(logits);
      return tokenizer.pieces(ids).map((piece) => {
        const logit = at(logits, piece.id);
        return { ...piece, logit, logprob: logit - largest - logNormalizer };
      });
    },

    async generate(prompts, options) {
      const { maxTokens, temperature, onStep, stop = endIds } = options;
      for (const ids of prompts) {
        assertText(ids, 'prompt');
        if (ids.length + maxTokens <= contextLength) continue;
        throw new UserError(
          `The prompt has ${tokens(ids.length)} and ${tokens(maxTokens)} are to follow, more than the ${tokens(contextLength)} that ${id} can read.`,
        );
      }
      const areLookedAt = temperature !== 0 || onStep !== undefined;
      if (areLookedAt) need('predictions', 0);
      const generations = await alone(options, () => raw.generate(prompts, { ...options, stop }));
      if (areLookedAt) counts.predictions += generations.flatMap(({ ids }) => ids).length;
      return generations;
    },

    steps: raw.steps,

    async close() {
      if (closed) return;
      closed = true;
      await queue.settled();
      await raw.close();
    },
  };
  return model;
}

function tokens(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'token' : 'tokens'}`;
}
