import { log1mExp } from './log1m-exp.ts';

/**
 * ln(e^a - e^b) for a >= b: takes one number from another where both are given as logarithms.
 *
 * Special cases:
 * - NaN on either side: NaN
 * - a < b: NaN, the logarithm of a negative number
 * - a = b, -Infinity included: -Infinity, the log of 0
 * - b = -Infinity, the log of 0: a, unchanged
 * - a = +Infinity: +Infinity, but NaN where b is +Infinity too
 */
// #region log-sub-exp
export function logSubExp(a: number, b: number): number {
  if (b === Number.NEGATIVE_INFINITY) return a;
  return a + log1mExp(b - a);
}
// #endregion log-sub-exp
