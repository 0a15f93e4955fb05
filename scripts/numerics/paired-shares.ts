import { assertLevel } from './assert.ts';
import type { Interval } from './interval.ts';
import { normalHalfWidth } from './normal-half-width.ts';
import { mean } from './sum.ts';

/** Two shares of the same items, their intervals, and that of their difference. */

/** A share, and of how many items it is; NaN of none. */
export interface Share {
  readonly share: number;
  readonly of: number;
}

/** Shares of drawn items, by their places: of the first, and of the second. */
export type DrawnShares = (places: Int32Array) => { readonly first: Share; readonly second: Share };

/**
 * The standard errors of two shares over draws of the same items, and their correlation. Draws without a share are left
 * out; where a share never moves the correlation is 0.
 */
export function scatterOf(draws: readonly { readonly first: number; readonly second: number }[]) {
  const both = draws.filter(({ first, second }) => !Number.isNaN(first) && !Number.isNaN(second));
  const x = mean(both.map(({ first }) => first));
  const y = mean(both.map(({ second }) => second));
  const first = Math.sqrt(mean(both.map((draw) => (draw.first - x) * (draw.first - x))));
  const second = Math.sqrt(mean(both.map((draw) => (draw.second - y) * (draw.second - y))));
  const together = mean(both.map((draw) => (draw.first - x) * (draw.second - y)));
  return { first, second, correlation: first * second > 0 ? together / (first * second) : 0 };
}

/**
 * Wilson's interval for a share with a standard error, by way of the number of independent items that would give this
 * error. A share of 0 or 1 has no error, and uses its own number of items. Throws a RangeError unless `level` is above
 * 0 and below 1.
 *
 * Source: E. L. Korn, B. I. Graubard, "Confidence intervals for proportions", Survey Methodology 24 (1998).
 */
export function shareInterval({ share, of }: Share, error: number, level: number): Interval {
  assertLevel(level);
  if (Number.isNaN(share)) return { low: Number.NaN, high: Number.NaN };
  const isEdge = share <= 0 || share >= 1;
  const n = isEdge || !(error > 0) ? of : (share * (1 - share)) / (error * error);
  const square = normalHalfWidth(level) ** 2;
  const middle = (share + square / (2 * n)) / (1 + square / n);
  const half = Math.sqrt((square / n) * (share * (1 - share) + square / (4 * n))) / (1 + square / n);
  return { low: share <= 0 ? 0 : middle - half, high: share >= 1 ? 1 : middle + half };
}

/**
 * The interval of second minus first, from the intervals of both and their correlation.
 *
 * Source: G. Y. Zou, A. Donner, "Construction of confidence limits about effect measures", Statistics in Medicine 27
 * (2008).
 */
export function differenceOfShares(
  first: Interval & { readonly share: number },
  second: Interval & { readonly share: number },
  correlation: number,
): Interval {
  const added = (one: number, other: number): number =>
    Math.sqrt(Math.max(0, one * one + other * other - 2 * correlation * one * other));
  const difference = second.share - first.share;
  return {
    low: difference - added(second.share - second.low, first.high - first.share),
    high: difference + added(second.high - second.share, first.share - first.low),
  };
}
