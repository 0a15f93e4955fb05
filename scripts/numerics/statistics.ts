import { compensatedSum, mean } from './sum.ts';

/**
 * Sample variance: Σ (x - mean)² / (n - 1). In two passes, so that a large offset common to all values does no harm;
 * what rounding left in the mean is found as the mean of the deviations and taken out, too.
 *
 * Special cases:
 * - fewer than two values: NaN
 * - NaN or an infinity anywhere, or a sum or a deviation that leaves the range of float64: NaN
 * - deviations too large to square: +Infinity
 *
 * Source: T. F. Chan, G. H. Golub, R. J. LeVeque, "Algorithms for Computing the Sample Variance: Analysis and
 * Recommendations", The American Statistician 37 (1983).
 */
export function variance(values: ArrayLike<number>): number {
  if (values.length < 2) return Number.NaN;
  const center = mean(values);
  const deviations = Float64Array.from(values, (x) => x - center);
  const drift = mean(deviations);
  return compensatedSum(deviations.map((d) => (d - drift) ** 2)) / (values.length - 1);
}

/**
 * The q-quantile of values in rising order, 0 <= q <= 1, between neighbours by a straight line: the value at place
 * (n - 1) q, counted from 0. So q = 0 is the smallest, .5 the median and 1 the largest.
 *
 * Special cases:
 * - no values: NaN; one value: that value
 * - a NaN, which stands last when a Float64Array is sorted: NaN
 * - an infinity: itself at its own place, and between it and a finite neighbour; NaN between -Infinity and +Infinity
 *
 * Throws a RangeError unless q is from 0 to 1. That the values rise is not checked.
 *
 * Source: R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996),
 * definition 7.
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
