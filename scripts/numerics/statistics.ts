import { compensatedSum, mean } from './sum.ts';

/**
 * The q-quantile of values in rising order (which is not checked), interpolated linearly. No values, or a NaN at the
 * end, give NaN. Throws a RangeError unless q is from 0 to 1.
 *
 * Source: R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages" (1996), definition 7.
 */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`q must be from 0 to 1, got ${q}`);
  const last = sorted[sorted.length - 1] ?? Number.NaN;
  if (Number.isNaN(last)) return last;

  const place = (sorted.length - 1) * q;
  const fraction = place - Math.floor(place);
  const below = sorted[Math.floor(place)] ?? last;
  const above = sorted[Math.ceil(place)] ?? last;
  if (below === above) return below;
  return below * (1 - fraction) + above * fraction;
}

/** The middle value, [n] in any order; NaN for none. */
export function median(values: readonly number[]): number {
  const rising = [...values].sort((one, other) => one - other);
  return quantile(rising, 0.5);
}

/** The sum of squared distances from the mean, over n - 1; NaN for fewer than two values. */
export function sampleVariance(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.map((value) => (value - centre) ** 2);
  return values.length < 2 ? Number.NaN : compensatedSum(squares) / (values.length - 1);
}
