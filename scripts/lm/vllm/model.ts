import { predictionOf, summarizePrediction } from '#numerics/fast-log-softmax';
import { at } from '#numerics/list';
import { assertRequest, distinctTexts, generateAfter } from '../generate.ts';
import { languageModel, type ModelFacts } from '../language-model.ts';
import { NOTHING_BEFORE, summary } from '../score-totals.ts';
import type { ContinuationScore, GenerateOptions, Ids, LanguageModel, NextToken, Visit } from '../types.ts';
import {
  continueGreedily,
  type Engine,
  type PromptScore,
  predictAfter,
  scoreNext,
  scorePrompts,
} from './completions.ts';

/** Prefixes of a text are made so many at a time: of a long text, all together are large. */
const PREFIXES_TOGETHER = 256;
/**
 * Where a context has several continuations, those of at most this many tokens are scored token by token: the server
 * then reads the context once for all of them, but for every text whose tokens it is to score again.
 */
const NAMED_LENGTH = 4;
const NOTHING_WRITTEN = '';
/** Whole predictions asked for in one go: each is a number for every token of the vocabulary. */
const PREDICTIONS_TOGETHER = 16;

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

  async function visitPositions(
    ids: Ids,
    from: number,
    visit: Visit,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const engine = engineUntil(signal);
    for (let start = from; start < ids.length; start += PREFIXES_TOGETHER) {
      const count = Math.min(PREFIXES_TOGETHER, ids.length - start);
      const prefixes = Array.from({ length: count }, (_, i) => ids.slice(0, start + i + 1));
      await predictAfter(engine, prefixes, (logits, i) => visit(start + i, logits));
    }
  }

  /** Continues texts greedily on the server; afterwards shows `onStep` the first step of each. */
  async function generateOnServer(
    prompts: readonly Ids[],
    options: GenerateOptions & { readonly stop: Ids },
  ) {
    assertRequest(options);
    const { onStep, signal } = options;
    const generations = await continueGreedily(engineUntil(signal), prompts, options);
    for (let start = 0; onStep && start < prompts.length; start += PREDICTIONS_TOGETHER) {
      const predictions = await predict(prompts.slice(start, start + PREDICTIONS_TOGETHER), signal);
      for (const [i, logits] of predictions.entries()) {
        const id = at(at(generations, start + i).ids, 0);
        onStep({ sequence: start + i, index: 0, logits, id });
      }
    }
    return generations;
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
      return { tokens, ...summary(tokens), next };
    },

    /** With entropies, the predictions they come from say also how likely the first tokens are. */
    async scoreChoices(questions, { entropies = true, signal } = {}) {
      const engine = engineUntil(signal);
      const alreadyNamed = entropies ? 1 : 0;
      /** Whether a continuation is scored token by token. */
      const isShort = ({ length }: Ids, of: readonly Ids[]): boolean =>
        length <= (engine.namesTokens && of.length > 1 ? NAMED_LENGTH : alreadyNamed);
      const places = questions.map(({ context, continuations }) => {
        const short = continuations.filter((ids) => isShort(ids, continuations));
        return placesOf(context, short);
      });
      const entropyOf: number[] = [];
      if (entropies) {
        const contexts = questions.map(({ context }) => context);
        await predictAfter(engine, contexts, (logits, i) => {
          entropyOf[i] = summarizePrediction(logits).entropy;
          const { targets, logprobs } = placeIn(at(places, i), NOTHING_WRITTEN);
          for (const id of targets) logprobs.set(id, predictionOf(logits, id).logprob);
        });
      }
      const named = places
        .flatMap((ofQuestion) => [...ofQuestion.values()].slice(alreadyNamed))
        .filter(({ targets }) => targets.length > 0);
      for (const [i, logprobs] of (await scoreNext(engine, named)).entries())
        for (const [id, logprob] of logprobs) at(named, i).logprobs.set(id, logprob);
      const long = questions.flatMap(({ context, continuations }) =>
        continuations.filter((ids) => !isShort(ids, continuations)).map((ids) => [...context, ...ids]),
      );
      const scoresOfLong = await scorePrompts(engine, long);
      let longScored = 0;
      return questions.map(({ context, continuations }, question) => {
        const scores = continuations.map((ids) => {
          if (isShort(ids, continuations)) return scoreAt(at(places, question), ids);
          const own = at(scoresOfLong, longScored++).slice(context.length);
          return scored(ids, own.map(logprobOf));
        });
        return { entropy: entropyOf[question] ?? null, scores };
      });
    },

    async generate(prompts, options) {
      const { temperature, onStep, steps, signal } = options;
      if (temperature === 0 && (onStep === undefined || steps === 'first'))
        return await generateOnServer(prompts, options);
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

type Places = ReturnType<typeof placesOf>;

/** Where the continuations of a context part, by the ids that are written until there; nothing first. */
function placesOf(context: Ids, continuations: readonly Ids[]) {
  const placeAt = (text: Ids) => ({ text, targets: [] as number[], logprobs: new Map<number, number>() });
  const places = new Map([[NOTHING_WRITTEN, placeAt(context)]]);
  for (const ids of continuations) {
    for (const [k, id] of ids.entries()) {
      const written = ids.slice(0, k);
      const place = places.get(written.join()) ?? placeAt([...context, ...written]);
      place.targets.push(id);
      places.set(written.join(), place);
    }
  }
  return places;
}

/** The score of a continuation, from the log-probabilities at the places along it. */
function scoreAt(places: Places, ids: Ids): ContinuationScore {
  const logprobs = ids.map((id, k) => {
    const logprob = placeIn(places, ids.slice(0, k).join()).logprobs.get(id);
    if (logprob === undefined) throw new Error(`token ${id} of a continuation was not scored`);
    return logprob;
  });
  return scored(ids, logprobs);
}

function placeIn(places: Places, written: string) {
  const place = places.get(written);
  if (!place) throw new Error(`no continuation has a token after [${written}]`);
  return place;
}

function logprobOf(score: PromptScore | null): number {
  if (!score) throw new Error('a token of a continuation has no score');
  return score.logprob;
}

function scored(ids: Ids, logprobs: readonly number[]): ContinuationScore {
  return { ids, logprobs, total: logprobs.reduce((sum, logprob) => sum + logprob, 0) };
}
