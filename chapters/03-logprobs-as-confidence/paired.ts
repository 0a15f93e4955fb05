import { bootstrapInterval, meanInterval } from '#numerics/bootstrap';
import { seededRandom } from '#numerics/seeded-random';
import { quantile } from '#numerics/statistics';
import { mean } from '#numerics/sum';
import type { Kind } from '#report/kind';

/** What an interval of a difference says. */
export type Verdict = 'up' | 'down' | 'no clear effect';

/** Whether an interval of a difference leaves zero out, and on which side it then lies. */
export function verdictOf({ low, high }: { readonly low: number; readonly high: number }): Verdict {
  return low > 0 ? 'up' : high < 0 ? 'down' : 'no clear effect';
}

/** The middle value, [n] in any order; NaN for none. */
export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((one, other) => one - other),
    0.5,
  );
}

/** The mean of paired differences, [n], its bootstrap interval (items are drawn, both sides together), and a verdict. */
export function meanDifference(differences: readonly number[], seed: number) {
  const interval = meanInterval(differences, { random: seededRandom(seed).next });
  return { mean: mean(differences), ...interval, verdict: verdictOf(interval) };
}

/** The same for the median, which a few very large differences cannot move. */
export function medianDifference(differences: readonly number[], seed: number) {
  const interval = bootstrapInterval(differences, median, { random: seededRandom(seed).next });
  return { median: median(differences), ...interval, verdict: verdictOf(interval) };
}

/** The kinds of a `meanDifference` whose numbers are of `kind`. */
export function meanDifferenceKinds<const K extends Kind>(kind: K) {
  return { mean: kind, low: kind, high: kind, verdict: 'exact' } as const;
}
