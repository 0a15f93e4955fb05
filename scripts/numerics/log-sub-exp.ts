import { log1mExp } from './log1m-exp.ts';

/**
 * ln(e^a - e^b) for a >= b. a < b gives NaN, a = b gives -Infinity, and b = -Infinity leaves a unchanged; +Infinity
 * stays +Infinity, but less itself is NaN.
 */
// #region log-sub-exp
export function logSubExp(a: number, b: number): number {
  if (b === Number.NEGATIVE_INFINITY) return a;
  return a + log1mExp(b - a);
}
// #endregion log-sub-exp
