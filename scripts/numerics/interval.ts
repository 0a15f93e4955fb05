import { assertLevel } from './assert.ts';
import { quantile } from './statistics.ts';

/** Its ends included. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The middle of values that came out at random: between its ends lies the share `level` of them, equal parts are cut
 * off below and above. NaN for both ends when there are no values, or a NaN among them. Throws a RangeError unless
 * `level` is above 0 and below 1.
 */
export function percentileInterval(values: ArrayLike<number>, level: number): Interval {
  assertLevel(level);
  const rising = Float64Array.from(values).sort();
  const tail = (1 - level) / 2;
  return { low: quantile(rising, tail), high: quantile(rising, 1 - tail) };
}
