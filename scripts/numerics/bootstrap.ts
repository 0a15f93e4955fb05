import { assertLevel, assertPositiveInteger } from './assert.ts';
import { type Interval, percentileInterval } from './interval.ts';
import { mean } from './sum.ts';

export interface BootstrapOptions {
  /** Gives numbers in [0, 1). Seed it: the same numbers give the same interval. */
  readonly random: () => number;
  /** Default: 2000. */
  readonly resamples?: number;
  /** How often the interval should hold the true value; default .95. */
  readonly level?: number;
}

/**
 * The percentile bootstrap: draws n of the n values with replacement, takes the statistic, many times over, and cuts
 * off equal parts at both ends of what came out. The values may be anything the statistic understands, but must be
 * independent of each other. Without corrections: with few values, or a skewed statistic, the interval is somewhat too
 * narrow.
 *
 * Both ends are NaN without values (the statistic is then never called), and where the statistic was NaN for any
 * sample.
 *
 * Calls `random` exactly n · resamples times. Throws a RangeError unless `resamples` is a positive integer and `level`
 * is above 0 and below 1.
 *
 * Source: B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap" (1993), section 13.3.
 */
export function bootstrapInterval<T>(
  values: ArrayLike<T>,
  statistic: (sample: readonly T[]) => number,
  { random, resamples = 2000, level = 0.95 }: BootstrapOptions,
): Interval {
  assertPositiveInteger('resamples', resamples);
  assertLevel(level);
  if (values.length === 0) return { low: Number.NaN, high: Number.NaN };

  const results = new Float64Array(resamples).map(() => statistic(resample(values, random)));
  return percentileInterval(results, level);
}

function resample<T>(values: ArrayLike<T>, random: () => number): T[] {
  const draw = () => values[Math.floor(random() * values.length)] as T; // in range, for random() < 1
  return Array.from(values, draw);
}

export function meanInterval(values: ArrayLike<number>, options: BootstrapOptions): Interval {
  return bootstrapInterval(values, mean, options);
}
