import { auroc } from '#numerics/auroc';
import { aurocDrawing, type Scored } from '#numerics/auroc-interval';
import { meanInterval } from '#numerics/bootstrap';
import { clusteredBootstrapInterval, type Estimate } from '#numerics/clustered-bootstrap';
import { seededRandom } from '#numerics/seeded-random';
import { median } from '#numerics/statistics';
import { mean } from '#numerics/sum';
import type { Kind } from '#report/measurement';

/** The level of each of so many intervals of one table that holds for all of them together (Bonferroni). */
export const correctedLevel = (comparisons: number) => 1 - 0.05 / comparisons;

/** The kinds of an interval and of the number that it is about. */
export function interval<const Name extends string, const K extends Kind>(name: Name, kind: K) {
  return { [name]: kind, low: kind, high: kind } as Readonly<Record<Name | 'low' | 'high', K>>;
}

/** The mean of paired differences, [n], and its bootstrap interval; both sides of an item are drawn together. */
export function meanDifference(differences: readonly number[], seed: number, level = 0.95) {
  return {
    mean: mean(differences),
    ...meanInterval(differences, { random: seededRandom(seed).next, level }),
  };
}

export const rightOf = (rows: readonly { readonly right: boolean }[]) => rows.map(({ right }) => right);

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

/** What `aurocInterval` gives, for an AUROC of another kind, or a difference of two. */
export function intervalOf<Row extends { readonly id: string }>(
  rows: readonly Row[],
  statistic: Statistic<Row>,
) {
  return clusteredBootstrapInterval({ rows, clusterOf: ({ id }) => id, statistic, ...aurocDrawing() });
}

export function aurocDifference<Row extends { readonly id: string }>(
  rows: readonly Row[],
  statistic: Statistic<Row>,
  baseline: Statistic<Row>,
) {
  return intervalOf(rows, (drawn) => statistic(drawn) - baseline(drawn));
}

/** Whether a question is answered by one of its labels, which together have this probability. */
export const answersAt = (said: number | null): boolean => (said ?? 0) >= 0.5;

/** What is stored of a number that there is not. */
const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** An AUROC, or a difference of two, as it is stored: null where there are no rows, none right or none wrong. */
export function measuredArea<Row>(rows: readonly Row[], area: (rows: readonly Row[]) => Estimate) {
  const { estimate, low, high } =
    rows.length === 0 ? { estimate: Number.NaN, low: Number.NaN, high: Number.NaN } : area(rows);
  return { estimate: orNull(estimate), low: orNull(low), high: orNull(high) };
}

/** Null of no values. */
export const medianOrNull = (values: readonly number[]) => (values.length === 0 ? null : median(values));
