import type { Interval } from './interval.ts';
import { signTest } from './sign-test.ts';

/**
 * An interval of the median of which values [n], in any order, are a sample: from one of them to another, as many from
 * either end, so that whatever the distribution it misses no more often than `1 - level`. Too few values have an
 * endless one. Throws a RangeError unless the level is between 0 and 1.
 *
 * Source: W. J. Conover, "Practical Nonparametric Statistics" (1999), section 3.2.
 */
export function medianInterval(values: readonly number[], level = 0.95): Interval {
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be between 0 and 1, got ${level}`);
  const rising = [...values].sort((one, other) => one - other);
  const n = rising.length;
  let outside = 0;
  while (2 * outside < n && signTest(outside, n - outside) <= 1 - level) outside += 1;
  if (outside === 0) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  return { low: rising[outside - 1] ?? Number.NaN, high: rising[n - outside] ?? Number.NaN };
}
