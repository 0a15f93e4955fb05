import { assertLevel } from './assert.ts';
import type { Interval } from './interval.ts';
import { signTest } from './sign-test.ts';

/**
 * A confidence interval of the median of a distribution, from a sample [n] in any order, whatever the distribution.
 * Endless with too few values. Throws a RangeError unless the level is above 0 and below 1.
 *
 * Source: W. J. Conover, "Practical Nonparametric Statistics" (1999), section 3.2.
 */
export function medianInterval(values: readonly number[], level = 0.95): Interval {
  assertLevel(level);
  const rising = [...values].sort((one, other) => one - other);
  const n = rising.length;
  let outside = 0;
  while (2 * outside < n && signTest(outside, n - outside) <= 1 - level) outside += 1;
  if (outside === 0) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  return { low: rising[outside - 1] ?? Number.NaN, high: rising[n - outside] ?? Number.NaN };
}
