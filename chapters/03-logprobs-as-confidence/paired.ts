import { bootstrapInterval, meanInterval } from '#numerics/bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { signTest } from '#numerics/sign-test';
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

/** A direction that chance shows less often than this is called clear. */
const RARE = 0.05;

/**
 * The same items, right or wrong in two ways: how many changed for the better and for the worse, and the sign test's p,
 * which stays exact where only a few changed.
 */
export function pairedOutcomes(before: readonly boolean[], after: readonly boolean[]) {
  const changedTo = (outcome: boolean) =>
    after.filter((right, i) => right === outcome && at(before, i) !== outcome).length;
  const [gained, lost] = [changedTo(true), changedTo(false)];
  const p = signTest(gained, lost);
  const verdict: Verdict = p >= RARE ? 'no clear effect' : gained > lost ? 'up' : 'down';
  return { gained, lost, p, verdict };
}

/** The kinds of `pairedOutcomes`. */
export const PAIRED_OUTCOMES_KINDS = {
  gained: 'rank',
  lost: 'rank',
  p: 'probability',
  verdict: 'exact',
} as const;

/** The kinds of a `meanDifference` whose numbers are of `kind`. */
export function meanDifferenceKinds<const K extends Kind>(kind: K) {
  return { mean: kind, low: kind, high: kind, verdict: 'exact' } as const;
}
