import { auroc } from '#numerics/auroc';
import { aurocDrawing, aurocInterval as aurocIntervalDrawnBy, type Scored } from '#numerics/auroc-interval';
import { type BootstrapOptions, meanInterval } from '#numerics/bootstrap';
import { clusteredBootstrapInterval, type Estimate } from '#numerics/clustered-bootstrap';
import { type Interval, percentileInterval } from '#numerics/interval';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { signTest } from '#numerics/sign-test';
import { mean } from '#numerics/sum';
import { wilsonInterval } from '#numerics/wilson';
import type { Kind } from '#report/measurement';
import { either } from '#report/measurement';

/** What an interval of a difference says: whether it leaves zero out, and on which side it then lies. */
export type Verdict = 'up' | 'down' | 'no clear effect';

export function verdictOf({ low, high }: Interval): Verdict {
  return low > 0 ? 'up' : high < 0 ? 'down' : 'no clear effect';
}

/** The level of each of so many intervals of one table that holds for all of them together (Bonferroni). */
export const correctedLevel = (comparisons: number) => 1 - 0.05 / comparisons;

/** The kinds of an interval and of the number that it is about. */
export function interval<const Name extends string, const K extends Kind>(name: Name, kind: K) {
  return { [name]: kind, low: kind, high: kind } as Readonly<Record<Name | 'low' | 'high', K>>;
}

/** The mean of paired differences, [n], its bootstrap interval (both sides of an item are drawn together), a verdict. */
export function meanDifference(differences: readonly number[], seed: number) {
  const drawn = meanInterval(differences, { random: seededRandom(seed).next });
  return { mean: mean(differences), ...withVerdict(drawn) };
}

export const rightOf = (rows: readonly { readonly right: boolean }[]) => rows.map(({ right }) => right);

/** How many of a list are right, with a Wilson interval of the share. */
export function shareRight(outcomes: readonly boolean[]) {
  const right = outcomes.filter(Boolean).length;
  return { right, accuracy: right / outcomes.length, ...wilsonInterval(right, outcomes.length) };
}

/** A direction that chance shows less often than this is called clear. */
export const RARE = 0.05;

/**
 * The same items, right or wrong in two ways: how many changed for the better and for the worse, and the sign test's p,
 * which stays exact where only a few changed. Where a table has several comparisons, a direction must be as much rarer.
 */
export function pairedOutcomes(before: readonly boolean[], after: readonly boolean[], comparisons = 1) {
  const changedTo = (outcome: boolean) =>
    after.filter((right, i) => right === outcome && at(before, i) !== outcome).length;
  const [gained, lost] = [changedTo(true), changedTo(false)];
  const p = signTest(gained, lost);
  const verdict: Verdict = p >= RARE / comparisons ? 'no clear effect' : gained > lost ? 'up' : 'down';
  return { gained, lost, p, verdict };
}

export const PAIRED_OUTCOMES = { gained: 'rank', lost: 'rank', p: 'probability' } as const;

type Statistic<Row> = (rows: readonly Row[]) => number;

/** NaN where nothing is right or nothing wrong. */
export function aurocOf(rows: readonly Scored[]): number {
  const scores = rows.map(({ score }) => score);
  return rows.length === 0 ? Number.NaN : auroc(scores, rightOf(rows));
}

/** The AUROC over pairs of one group only; NaN for no pair. */
export function aurocWithin(rows: readonly (Scored & { readonly group: string })[]): number {
  let [inOrder, pairs] = [0, 0];
  for (const group of new Set(rows.map((row) => row.group))) {
    const own = rows.filter((row) => row.group === group);
    const rights = own.filter(({ right }) => right).length;
    const groupPairs = rights * (own.length - rights);
    if (groupPairs === 0) continue;
    pairs += groupPairs;
    inOrder += groupPairs * aurocOf(own);
  }
  return inOrder / pairs;
}

/** An AUROC with its bootstrap interval; rows of the same id are drawn together. */
export const aurocInterval = (rows: readonly (Scored & { readonly id: string })[], seed?: number) =>
  aurocIntervalDrawnBy(rows, aurocDrawing(seed));

/** The same for an AUROC of another kind, or a difference of two. */
export function intervalOf<Row extends { readonly id: string }>(
  rows: readonly Row[],
  statistic: Statistic<Row>,
  seed?: number,
) {
  return clusteredBootstrapInterval({ rows, clusterOf: ({ id }) => id, statistic, ...aurocDrawing(seed) });
}

export function aurocDifference<Row extends { readonly id: string }>(
  rows: readonly Row[],
  statistic: Statistic<Row>,
  baseline: Statistic<Row>,
) {
  return intervalOf(rows, (drawn) => statistic(drawn) - baseline(drawn));
}

/**
 * The bootstrap interval of the AUROC of few items: right and wrong choices are drawn each among themselves, since a
 * draw without one of them has no AUROC.
 */
export function aurocIntervalOfFew(
  rights: readonly number[],
  wrongs: readonly number[],
  { random, resamples = 2000, level = 0.95 }: Partial<BootstrapOptions> = {},
): Interval {
  const draw = random ?? aurocDrawing().random;
  const drawnFrom = (scores: readonly number[]) =>
    scores.map(() => at(scores, Math.floor(draw() * scores.length)));
  const outcomes = [...rights.map(() => true), ...wrongs.map(() => false)];
  const areas = Array.from({ length: resamples }, () =>
    auroc([...drawnFrom(rights), ...drawnFrom(wrongs)], outcomes),
  );
  return percentileInterval(areas, level);
}

/** What is stored of a number that there is not. */
export const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** An AUROC against a coin; there is none without right or without wrong items, and no interval with too few. */
export type Separation = 'separates' | 'does not' | 'reversed' | 'no interval' | 'no pairs';

export function separates({ estimate, low, high }: Estimate): Separation {
  if (Number.isNaN(estimate)) return 'no pairs';
  if (Number.isNaN(low)) return 'no interval';
  return low > 0.5 ? 'separates' : either(high < 0.5, 'reversed', 'does not');
}

export const withSeparation = (area: Estimate) => ({
  estimate: orNull(area.estimate),
  low: orNull(area.low),
  high: orNull(area.high),
  verdict: separates(area),
});
export const withVerdict = <I extends Interval>(difference: I) => ({
  ...difference,
  verdict: verdictOf(difference),
});
