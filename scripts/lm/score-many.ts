import { predictionOf, summarizePrediction } from '#numerics/fast-log-softmax';
import type { Forward } from './forward.ts';
import { columnsOf, selectRows } from './key-values.ts';
import { batchesByLength } from './pieces.ts';
import { readTexts, visitPositions } from './read.ts';
import type { ChoiceScores, ContinuationScore } from './types.ts';

/** A context and what comes after it, as ids. */
export interface ScoredItem {
  readonly context: readonly number[];
  readonly continuation: readonly number[];
}

/**
 * Keys and values of at most this many tokens are copied for one call of continuations: 94 MB for the embedded
 * model. Behind a long context fewer continuations go side by side.
 */
const COPIED_TOKENS = 2048;

const noLogits = new Float32Array(0);

function scored(ids: readonly number[], logprobs: readonly number[]): ContinuationScore {
  return { ids, logprobs, total: logprobs.reduce((sum, logprob) => sum + logprob, 0) };
}

/** A context and all that may come after it, as ids. */
export interface ScoredChoices {
  readonly context: readonly number[];
  readonly continuations: readonly (readonly number[])[];
}

/**
 * Scores the continuations of many contexts; see LanguageModel.scoreChoices. Contexts of one length are read side by
 * side without padding, and the continuations of all of them follow together.
 */
export async function scoreChoices(
  forward: Forward,
  questions: readonly ScoredChoices[],
): Promise<ChoiceScores[]> {
  const results: ChoiceScores[] = questions.map(() => ({ entropy: Number.NaN, scores: [] }));
  const lengths = questions.map(({ context }) => context.length);
  const groups = [...new Set(lengths)].map((length) =>
    [...questions.keys()].filter((i) => lengths[i] === length),
  );
  for (const group of groups) {
    for (const batch of batchesByLength(group.map((i) => lengths[i] ?? 0))) {
      const members = batch.map((place) => group[place] ?? 0);
      const chosen = members.flatMap((i) => questions[i] ?? []);
      (await scoreSideBySide(forward, chosen)).forEach((scores, row) => {
        results[members[row] ?? 0] = scores;
      });
    }
  }
  return results;
}

/** Scores the continuations of contexts of equal length, each of which is read once. */
async function scoreSideBySide(
  forward: Forward,
  questions: readonly ScoredChoices[],
): Promise<ChoiceScores[]> {
  const { keyValues, logits } = await readTexts(
    forward,
    questions.map(({ context }) => context),
  );
  const all = questions.flatMap(({ continuations }, question) =>
    continuations.map((ids) => ({
      question,
      ids,
      logprobs: ids.slice(0, 1).map((id) => predictionOf(logits[question] ?? noLogits, id).logprob),
    })),
  );
  // The last token is only predicted, never read; so a single one needs no call of its own.
  const open = all.filter(({ ids }) => ids.length > 1);
  const before = columnsOf(keyValues);
  const batches = batchesByLength(
    open.map(({ ids }) => ids.length - 1),
    undefined,
    (count, longest) => count * (before + longest) <= COPIED_TOKENS,
  );
  for (const batch of batches) {
    const members = batch.flatMap((place) => open[place] ?? []);
    const rows = members.map(({ ids }) => ids.slice(0, -1));
    const result = await forward.call(rows, {
      past: selectRows(
        keyValues,
        members.map(({ question }) => question),
      ),
      logitColumns: Math.max(...rows.map((ids) => ids.length)),
    });
    members.forEach(({ ids, logprobs }, row) => {
      for (let k = 1; k < ids.length; k++) {
        logprobs.push(predictionOf(result.logits(row, k - 1), ids[k] ?? -1).logprob);
      }
    });
  }
  return questions.map((_, i) => ({
    entropy: summarizePrediction(logits[i] ?? noLogits).entropy,
    scores: all.flatMap(({ question, ids, logprobs }) => (question === i ? scored(ids, logprobs) : [])),
  }));
}

/** Scores one item that is too long for a batch, in pieces. */
async function scoreAlone(
  forward: Forward,
  { context, continuation }: ScoredItem,
): Promise<ContinuationScore> {
  const all = [...context, ...continuation];
  const logprobs: number[] = [];
  await visitPositions(forward, all.slice(0, -1), context.length - 1, (position, logits) => {
    logprobs.push(predictionOf(logits, all[position + 1] ?? -1).logprob);
  });
  return scored(continuation, logprobs);
}

/** Scores continuations of many contexts in right-padded batches; see LanguageModel.scoreMany. */
export async function scoreItems(
  forward: Forward,
  items: readonly ScoredItem[],
): Promise<ContinuationScore[]> {
  const results = items.map(({ continuation }) => scored(continuation, []));
  const inputs = items.map(({ context, continuation }) => [...context, ...continuation].slice(0, -1));
  const open = [...items.keys()].filter((i) => (items[i]?.continuation.length ?? 0) > 0);
  for (const batch of batchesByLength(open.map((i) => inputs[i]?.length ?? 0))) {
    const members = batch.map((place) => open[place] ?? 0);
    const [only] = members;
    const alone = only === undefined || members.length > 1 ? undefined : items[only];
    if (only !== undefined && alone !== undefined) {
      results[only] = await scoreAlone(forward, alone);
      continue;
    }
    const rows = members.map((i) => inputs[i] ?? []);
    const columns = Math.max(...rows.map((ids) => ids.length));
    const earliest = Math.min(...members.map((i) => (items[i]?.context.length ?? 0) - 1));
    const { logits } = await forward.call(rows, { logitColumns: columns - earliest });
    members.forEach((i, row) => {
      const { context, continuation } = items[i] ?? { context: [], continuation: [] };
      const logprobs = continuation.map(
        (id, k) => predictionOf(logits(row, context.length - 1 + k), id).logprob,
      );
      results[i] = scored(continuation, logprobs);
    });
  }
  return results;
}

/** The logits after many texts, in right-padded batches; see LanguageModel.nextOfMany. */
export async function nextAfter(
  forward: Forward,
  texts: readonly (readonly number[])[],
): Promise<Float32Array[]> {
  const results: Float32Array[] = texts.map(() => new Float32Array(0));
  for (const batch of batchesByLength(texts.map((ids) => ids.length))) {
    const rows = batch.map((i) => texts[i] ?? []);
    const lengths = rows.map((ids) => ids.length);
    if (rows.length === 1) {
      const [only = 0] = batch;
      const ids = rows[0] ?? [];
      await visitPositions(forward, ids, ids.length - 1, (_position, logits) => {
        results[only] = logits.slice();
      });
      continue;
    }
    const { logits } = await forward.call(rows, {
      logitColumns: Math.max(...lengths) - Math.min(...lengths) + 1,
    });
    batch.forEach((i, row) => {
      results[i] = logits(row, (lengths[row] ?? 0) - 1).slice();
    });
  }
  return results;
}
