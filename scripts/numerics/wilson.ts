import { assertPositiveInteger } from './assert.ts';
import type { Interval } from './interval.ts';
import { normalHalfWidth } from './normal-half-width.ts';

/**
 * A confidence interval for a share of which `successes` in `n` were seen. It stays inside 0 to 1, and has a width even
 * where all or nothing succeeded. Throws a RangeError unless n is a positive integer, successes an integer from 0 to n,
 * and level above 0 and below 1.
 *
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
 * Statistical Association 22 (1927).
 */
export function wilsonInterval(successes: number, n: number, level = 0.95): Interval {
  assertPositiveInteger('n', n);
  if (!(Number.isInteger(successes) && successes >= 0 && successes <= n)) {
    throw new RangeError(`successes must be an integer from 0 to ${n}, got ${successes}`);
  }
  const zSquared = normalHalfWidth(level) ** 2;
  const failures = n - successes;
  const center = successes + zSquared / 2;
  const halfWidth = Math.sqrt(zSquared * ((successes * failures) / n + zSquared / 4));
  return {
    low: successes === 0 ? 0 : (center - halfWidth) / (n + zSquared), // exactly 0, not almost
    high: failures === 0 ? 1 : (center + halfWidth) / (n + zSquared),
  };
}
