import { assertConfidences } from './assert.ts';
import { mean } from './sum.ts';

/**
 * The mean of (confidence - outcome)², with an outcome of 1 or 0. [n], [n] -> 0 to 1. Throws a RangeError when the
 * lengths differ, there is no item, or a confidence is outside 0 to 1.
 *
 * Source: G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950).
 */
export function brierScore(confidences: ArrayLike<number>, outcomes: readonly boolean[]): number {
  assertConfidences(confidences, outcomes);
  return mean(Array.from(confidences, (confidence, i) => (confidence - (outcomes[i] ? 1 : 0)) ** 2));
}
