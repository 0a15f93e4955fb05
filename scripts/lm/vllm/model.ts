import { predictionOf, summarizePrediction } from '#numerics/fast-log-softmax';
import { at } from '#numerics/list';
import { compensatedSum } from '#numerics/sum';
import { assertRequest, distinctTexts, generateAfter } from '../generate.ts';
import { languageModel, type ModelFacts, NOTHING_BEFORE } from '../language-model.ts';
import type { Ids, LanguageModel, NextToken, ScoredChoices, Visit } from '../types.ts';
import {
  continueGreedily,
  type Engine,
  MOST_NAMED,
  namedAfter,
  type PromptScore,
  predictAfter,
  scorePrompts,
} from './completions.ts';

/** Prefixes of a text are made so many at a time: of a long text, all together are large. */
const PREFIXES_TOGETHER = 256;

/**
 * A model behind a vLLM server. Log-probabilities of a given text are those that the server computes when it reads the
 * text; whole predictions, and with them entropies, are asked for a prefix at a time, megabytes each. "Logits" are the
 * server's log-probabilities, which are its logits up to a constant: what is computed from them normalises in float64.
 */
export function engineModel(facts: ModelFacts, served: Engine): LanguageModel {
  const engineUntil = (signal: AbortSignal | undefined): Engine => ({
    ...served,
    vocabularySize: facts.vocabularySize,
    signal,
  });

  async function predict(texts: readonly Ids[], signal?: AbortSignal): Promise<Float32Array[]> {
    const predictions: Float32Array[] = [];
    await predictAfter(engineUntil(signal), texts, (logits) => predictions.push(logits));
    return predictions;
  }

  async function visitPositions(ids: Ids, from: number, visit: Visit, signal?: AbortSignal): Promise<void> {
    const engine = engineUntil(signal);
    for (let start = from; start < ids.length; start += PREFIXES_TOGETHER) {
      const count = Math.min(PREFIXES_TOGETHER, ids.length - start);
      const prefixes = Array.from({ length: count }, (_, i) => ids.slice(0, start + i + 1));
      await predictAfter(engine, prefixes, (logits, i) => visit(start + i, logits));
    }
  }

  return languageModel(facts, {
    get forwardTokens() {
      return served.http.tokens;
    },
    predict,
    steps: null,
    everyPosition: (ids, visit, { signal } = {}) => visitPositions(ids, 0, visit, signal),

    /** With entropies, ranks are counted in the same predictions, where ties are told apart; without, by the server. */
    async score(ids, context = [], { entropies = true, signal } = {}) {
      const all = [...context, ...ids];
      const given = at(await scorePrompts(engineUntil(signal), [all]), 0);
      const seen = new Map<number, { rank: number; entropy: number }>();
      let next: NextToken | null = null;
      const visit: Visit = (position, logits) => {
        const target = all[position + 1];
        if (target === undefined) next = { logits };
        else seen.set(position + 1, predictionOf(logits, target));
      };
      if (entropies) await visitPositions(all, Math.max(0, context.length - 1), visit, signal);
      const tokens = facts.tokenizer.pieces(ids).map((piece, i) => {
        const place = context.length + i;
        const score = given[place];
        if (!score) return { ...piece, ...NOTHING_BEFORE };
        const { rank = score.rank, entropy = null } = seen.get(place) ?? {};
        return { ...piece, logprob: score.logprob, rank, entropy };
      });
      return { tokens, next };
    },

    async scoreChoices(questions, { entropies = true, signal } = {}) {
      const engine = engineUntil(signal);
      const entropyOf: number[] = [];
      if (entropies) {
        const contexts = questions.map(({ context }) => context);
        await predictAfter(engine, contexts, (logits, i) => {
          entropyOf[i] = summarizePrediction(logits).entropy;
        });
      }
      const logprobsOf = questions.map(() => new Map<Ids, readonly number[]>());
      // The server reads a context anew for each text that it scores: choices of one token are looked up after it.
      const choosing = [...questions.keys()].filter(
        (place) => engine.namesTokens && isBetweenTokens(at(questions, place)),
      );
      const named = await namedAfter(
        engine,
        choosing.map((place) => {
          const { context, continuations } = at(questions, place);
          return { context, ids: continuations.filter(isToken).flat() };
        }),
      );
      for (const [i, place] of choosing.entries()) {
        const [known, found] = [at(logprobsOf, place), at(named, i)];
        for (const ids of at(questions, place).continuations.filter(isToken))
          known.set(ids, [found.get(at(ids, 0)) ?? Number.NaN]);
      }
      const rest = questions.flatMap(({ context, continuations }, place) => {
        const known = at(logprobsOf, place);
        return continuations.filter((ids) => !known.has(ids)).map((ids) => ({ context, ids, known }));
      });
      const texts = rest.map(({ context, ids }) => [...context, ...ids]);
      for (const [i, scores] of (await scorePrompts(engine, texts)).entries()) {
        const { context, ids, known } = at(rest, i);
        known.set(ids, scores.slice(context.length).map(logprobOf));
      }
      return questions.map(({ continuations }, question) => {
        const scores = continuations.map((ids) => {
          const logprobs = at(logprobsOf, question).get(ids) ?? [];
          return { ids, logprobs, total: compensatedSum(logprobs) };
        });
        return { entropy: entropyOf[question] ?? null, scores };
      });
    },

    async generate(prompts, options) {
      const { temperature, onStep, signal } = options;
      if (temperature === 0 && onStep === undefined) {
        assertRequest(options);
        return await continueGreedily(engineUntil(signal), prompts, options);
      }
      return await generateAfter(prompts, options, {
        async next(running) {
          const texts = running.map(({ prompt, ids }) => [...prompt, ...ids]);
          const { distinct, places } = distinctTexts(texts);
          const logits = await predict(distinct, signal);
          return places.map((place) => at(logits, place));
        },
      });
    },

    close: async () => served.http.close(),
  });
}

const isToken = (ids: Ids): boolean => ids.length === 1;

/** Whether several of the choices are single tokens, and no more than a request may name. */
function isBetweenTokens({ continuations }: ScoredChoices): boolean {
  const count = continuations.filter(isToken).length;
  return count > 1 && count <= MOST_NAMED;
}

function logprobOf(score: PromptScore | null): number {
  if (!score) throw new Error('a token of a continuation has no score');
  return score.logprob;
}
