import { predictionOf, summarizePrediction } from '#numerics/fast-log-softmax';
import { batchesByLength } from './batching.ts';
import type { Forward } from './forward.ts';
import { columnsOf, selectRows } from './kv-cache.ts';
import { prefill, visitPositions } from './prefill.ts';
import type { ChoiceScores, ContinuationScore, Ids, ScoredChoices, ScoredItem } from './types.ts';

/**
 * The cache of at most this many tokens is copied for one call of continuations: 94 MB for the embedded model. Behind
 * a long context fewer continuations go side by side.
 */
const COPIED_TOKENS = 2048;

const NO_LOGITS = new Float32Array(0);

function scored(ids: Ids, logprobs: readonly number[]): ContinuationScore {
  return { ids, logprobs, total: logprobs.reduce((sum, logprob) => sum + logprob, 0) };
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
  for (const length of new Set(lengths)) {
    const group = [...questions.keys()].filter((i) => lengths[i] === length);
    for (const batch of batchesByLength(group.map(() => length))) {
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
async function scoreSideBySide(forward: Forward, questions: readonly ScoredChoices[]) {
  const contexts = questions.map(({ context }) => context);
  const { cache, logits } = await prefill(forward, contexts);
  const all = questions.flatMap(({ continuations }, question) =>
    continuations.map((ids) => ({
      question,
      ids,
      logprobs: ids.slice(0, 1).map((id) => predictionOf(logits[question] ?? NO_LOGITS, id).logprob),
    })),
  );
  // The last token is only predicted, never read; so a single one needs no call of its own.
  const open = all.filter(({ ids }) => ids.length > 1);
  const before = columnsOf(cache);
  const lengths = open.map(({ ids }) => ids.length - 1);
  const fits = (count: number, longest: number) => count * (before + longest) <= COPIED_TOKENS;
  for (const batch of batchesByLength(lengths, undefined, fits)) {
    const members = batch.flatMap((place) => open[place] ?? []);
    const rows = members.map(({ ids }) => ids.slice(0, -1));
    const places = members.map(({ question }) => question);
    const result = await forward.call(rows, {
      past: selectRows(cache, places),
      logitColumns: Math.max(...rows.map((ids) => ids.length)),
    });
    members.forEach(({ ids, logprobs }, row) => {
      for (let k = 1; k < ids.length; k++) {
        logprobs.push(predictionOf(result.logits(row, k - 1), ids[k] ?? -1).logprob);
      }
    });
  }
  return questions.map((_, i) => ({
    entropy: summarizePrediction(logits[i] ?? NO_LOGITS).entropy,
    scores: all.flatMap(({ question, ids, logprobs }) => (question === i ? scored(ids, logprobs) : [])),
  }));
}

/** Scores one item, which may be too long for a batch, in chunks. */
async function scoreAlone(forward: Forward, { context, continuation }: ScoredItem) {
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
  const inputs = items.flatMap(({ context, continuation }, place) => {
    const ids = [...context, ...continuation].slice(0, -1); // the last token is only predicted
    return continuation.length === 0 ? [] : [{ context, continuation, place, ids }];
  });
  for (const batch of batchesByLength(inputs.map(({ ids }) => ids.length))) {
    const members = batch.flatMap((i) => inputs[i] ?? []);
    const [only] = members;
    if (only && members.length === 1) {
      results[only.place] = await scoreAlone(forward, only);
      continue;
    }
    const rows = members.map(({ ids }) => ids);
    const columns = Math.max(...rows.map((ids) => ids.length));
    const earliest = Math.min(...members.map(({ context }) => context.length - 1));
    const { logits } = await forward.call(rows, { logitColumns: columns - earliest });
    members.forEach(({ context, continuation, place }, row) => {
      const first = context.length - 1;
      const logprobs = continuation.map((id, k) => predictionOf(logits(row, first + k), id).logprob);
      results[place] = scored(continuation, logprobs);
    });
  }
  return results;
}

/** The logits after many texts, in right-padded batches; see LanguageModel.nextOfMany. */
export async function nextAfter(forward: Forward, texts: readonly Ids[]): Promise<Float32Array[]> {
  const results = texts.map(() => NO_LOGITS);
  for (const batch of batchesByLength(texts.map((ids) => ids.length))) {
    const rows = batch.map((i) => texts[i] ?? []);
    const lengths = rows.map((ids) => ids.length);
    const [place = 0] = batch;
    const [only = []] = rows;
    if (rows.length === 1) {
      await visitPositions(forward, only, only.length - 1, (_position, logits) => {
        results[place] = logits.slice();
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
