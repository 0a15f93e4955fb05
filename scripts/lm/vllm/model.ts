import { predictionOf, summarizePrediction } from '#numerics/fast-log-softmax';
import { at } from '#numerics/list';
import { CheckedModel, type ModelFacts } from '../checked-model.ts';
import { assertRequest, distinctTexts, generateAfter, type Predictor } from '../generate.ts';
import { NOTHING_BEFORE, summary } from '../summary.ts';
import type {
  ChoiceScores,
  ContinuationScore,
  GenerateOptions,
  Generation,
  Ids,
  NextToken,
  ScoredChoices,
  ScoredItem,
  ScoreOptions,
  TextScore,
  Visit,
} from '../types.ts';
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
 * So few tokens of a continuation are scored one by one, each as the next after those before it: a server reads the
 * context once for all of them, but again for every text whose tokens it is to score.
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
export class EngineModel extends CheckedModel {
  private readonly engine: Engine;

  constructor(facts: ModelFacts, engine: Engine) {
    super(facts);
    this.engine = { ...engine, vocabularySize: facts.vocabularySize };
  }

  override get forwardTokens(): number {
    return this.engine.http.tokens;
  }

  protected override async predict(texts: readonly Ids[]): Promise<Float32Array[]> {
    const predictions: Float32Array[] = [];
    await predictAfter(this.engine, texts, (logits) => predictions.push(logits));
    return predictions;
  }

  protected override async visitPositions(ids: Ids, visit: Visit, from = 0): Promise<void> {
    for (let start = from; start < ids.length; start += PREFIXES_TOGETHER) {
      const count = Math.min(PREFIXES_TOGETHER, ids.length - start);
      const prefixes = Array.from({ length: count }, (_, i) => ids.slice(0, start + i + 1));
      await predictAfter(this.engine, prefixes, (logits, i) => visit(start + i, logits));
    }
  }

  /** With entropies, ranks are counted in the same predictions, where ties are told apart; without, by the server. */
  protected override async scoreText(
    ids: Ids,
    context: Ids,
    { entropies = true }: ScoreOptions,
  ): Promise<TextScore> {
    const all = [...context, ...ids];
    let given: readonly (PromptScore | null)[] = [];
    await scorePrompts(this.engine, [all], (scores) => {
      given = scores;
    });
    const seen = new Map<number, { rank: number; entropy: number }>();
    let next: NextToken | null = null;
    const visit: Visit = (position, logits) => {
      const target = all[position + 1];
      if (target === undefined) next = { logits };
      else seen.set(position + 1, predictionOf(logits, target));
    };
    if (entropies) await this.visitPositions(all, visit, Math.max(0, context.length - 1));
    const tokens = this.pieces(ids).map((piece, i) => {
      const place = context.length + i;
      const score = given[place];
      if (!score) return { ...piece, ...NOTHING_BEFORE };
      const { rank = score.rank, entropy = null } = seen.get(place) ?? {};
      return { ...piece, logprob: score.logprob, rank, entropy };
    });
    return { tokens, ...summary(tokens), next };
  }

  /** With entropies, the predictions they come from say also how likely the first tokens are. */
  protected override async scoreQuestions(
    questions: readonly ScoredChoices[],
    { entropies = true }: ScoreOptions,
  ): Promise<ChoiceScores[]> {
    const unnamed = entropies ? 1 : 0;
    const longest = this.engine.namesTokens ? NAMED_LENGTH : unnamed;
    const placesIn = questions.map(({ context, continuations }) =>
      placesOf(
        context,
        continuations.filter(({ length }) => length <= longest),
      ),
    );
    const results: { entropy: number | null; scores: ContinuationScore[] }[] = questions.map(() => {
      return { entropy: null, scores: [] };
    });
    if (entropies) {
      const contexts = questions.map(({ context }) => context);
      await predictAfter(this.engine, contexts, (logits, i) => {
        results[i] = { entropy: summarizePrediction(logits).entropy, scores: [] };
        const { targets = [], logprobs } = placesIn[i]?.get(NOTHING_WRITTEN) ?? {};
        for (const id of targets) logprobs?.set(id, predictionOf(logits, id).logprob);
      });
    }
    const named = placesIn
      .flatMap((places) => [...places.values()].slice(unnamed))
      .filter(({ targets }) => targets.length > 0);
    await scoreNext(this.engine, named, (logprobs, i) => {
      for (const [id, logprob] of logprobs) at(named, i).logprobs.set(id, logprob);
    });
    const longer: (ScoredItem & { readonly question: number; readonly choice: number })[] = [];
    for (const [question, { context, continuations }] of questions.entries()) {
      for (const [choice, continuation] of continuations.entries()) {
        const own = continuation.map((id, k) => {
          return placesIn[question]?.get(continuation.slice(0, k).join())?.logprobs.get(id) ?? Number.NaN;
        });
        at(results, question).scores.push(scored(continuation, own));
        if (continuation.length > longest) longer.push({ context, continuation, question, choice });
      }
    }
    for (const [i, score] of (await this.scoreItems(longer)).entries()) {
      const { question, choice } = at(longer, i);
      at(results, question).scores.splice(choice, 1, score);
    }
    return results;
  }

  protected override async scoreItems(items: readonly ScoredItem[]): Promise<ContinuationScore[]> {
    const results = items.map(({ continuation }) => scored(continuation, []));
    const places = [...items.keys()].filter((i) => at(items, i).continuation.length > 0);
    const texts = places.map((i) => [...at(items, i).context, ...at(items, i).continuation]);
    await scorePrompts(this.engine, texts, (given, text) => {
      const place = at(places, text);
      const { context, continuation } = at(items, place);
      const own = given.slice(context.length).map((score) => score?.logprob ?? Number.NaN);
      results[place] = scored(continuation, own);
    });
    return results;
  }

  protected override async continuePrompts(
    prompts: readonly Ids[],
    options: GenerateOptions & { readonly stop: Ids },
  ): Promise<Generation[]> {
    const { onStep } = options;
    if (options.temperature === 0 && (onStep === undefined || options.steps === 'first')) {
      const generations = await this.continueGreedily(prompts, options);
      for (let start = 0; onStep && start < prompts.length; start += PREDICTIONS_TOGETHER) {
        const predictions = await this.predict(prompts.slice(start, start + PREDICTIONS_TOGETHER));
        for (const [i, logits] of predictions.entries()) {
          const id = at(at(generations, start + i).ids, 0);
          onStep({ sequence: start + i, index: 0, logits, id });
        }
      }
      return generations;
    }
    const next: Predictor['next'] = async (running) => {
      const { distinct, places } = distinctTexts(running.map(({ prompt, ids }) => [...prompt, ...ids]));
      const logits = await this.predict(distinct);
      return places.map((place) => at(logits, place));
    };
    return await generateAfter(prompts, options, { next });
  }

  private async continueGreedily(
    prompts: readonly Ids[],
    options: GenerateOptions & { readonly stop: Ids },
  ): Promise<Generation[]> {
    assertRequest(options);
    const generations: Generation[] = [];
    await continueGreedily(this.engine, prompts, options, (continuation) => {
      const ended = options.stop.includes(continuation.ids.at(-1) ?? -1);
      generations.push({ ...continuation, end: ended ? 'stop' : 'length' });
    });
    return generations;
  }

  protected override async release(): Promise<void> {
    this.engine.http.close();
  }
}

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

function scored(ids: Ids, logprobs: readonly number[]): ContinuationScore {
  return { ids, logprobs, total: logprobs.reduce((sum, logprob) => sum + logprob, 0) };
}
