import { assertLevel } from './assert.ts';
import { quantile } from './statistics.ts';

/** Includes its ends. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The interval that holds the share `level` of random values, with equal parts cut off below and above. NaN for both
 * ends without values or with a NaN among them. Throws a RangeError unless `level` is above 0 and below 1.
 */
export function percentileInterval(values: ArrayLike<number>, level: number): Interval {
  assertLevel(level);
  const rising = Float64Array.from(values).sort();
  const tail = (1 - level) / 2;
  return { low: quantile(rising, tail), high: quantile(rising, 1 - tail) };
}
