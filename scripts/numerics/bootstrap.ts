import { assertLevel, assertPositiveInteger } from './assert.ts';
import { type Interval, percentileInterval } from './interval.ts';
import { mean } from './sum.ts';

/** How many samples every bootstrap of the report draws. */
export const RESAMPLES = 10_000;

export interface BootstrapOptions {
  /** Gives numbers in [0, 1); a seeded generator makes the interval repeatable. */
  readonly random: () => number;
  /** Default: `RESAMPLES`. */
  readonly resamples?: number;
  /** How often the interval should hold the true value; default .95. */
  readonly level?: number;
}

/**
 * The percentile bootstrap: draws n of the n independent values with replacement, many times over, and cuts off equal
 * parts at both ends of the statistics. Not corrected, so with few values it is somewhat too narrow. NaN at both ends
 * without values (the statistic is then never called). A sample for which the statistic is NaN counts as below the lower
 * end and above the upper one; NaN at both ends where there are too many of these for any other. Calls `random` n
 * · resamples times. Throws a RangeError unless `resamples` is a positive integer and `level` is above 0 and below 1.
 *
 * Source: B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap" (1993), section 13.3.
 */
export function bootstrapInterval<T>(
  values: ArrayLike<T>,
  statistic: (sample: readonly T[]) => number,
  { random, resamples = RESAMPLES, level = 0.95 }: BootstrapOptions,
): Interval {
  assertPositiveInteger('resamples', resamples);
  assertLevel(level);
  if (values.length === 0) return { low: Number.NaN, high: Number.NaN };

  const draw = () => values[Math.floor(random() * values.length)] as T; // in range, for random() < 1
  const results = new Float64Array(resamples).map(() => statistic(Array.from(values, draw)));
  const withNaNAs = (end: number) => results.map((result) => (Number.isNaN(result) ? end : result));
  const { low } = percentileInterval(withNaNAs(Number.NEGATIVE_INFINITY), level);
  const { high } = percentileInterval(withNaNAs(Number.POSITIVE_INFINITY), level);
  return Number.isFinite(high - low) ? { low, high } : { low: Number.NaN, high: Number.NaN };
}

export function meanInterval(values: ArrayLike<number>, options: BootstrapOptions): Interval {
  return bootstrapInterval(values, mean, options);
}
