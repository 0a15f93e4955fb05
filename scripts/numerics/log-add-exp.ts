/**
 * ln(e^a + e^b): adds two numbers that are given as logarithms, and gives the logarithm of their sum. The larger is
 * taken out first, so that the exponent is never above 0 and nothing overflows.
 *
 * Special cases:
 * - NaN on either side: NaN
 * - +Infinity on either side: +Infinity
 * - -Infinity, the log of 0, on one side: the other side, unchanged
 * - -Infinity on both sides: -Infinity, for 0 + 0 = 0
 *
 * Source: as for `logSumExp`, whose case of two values this is.
 */
// #region log-add-exp
export function logAddExp(a: number, b: number): number {
  const larger = Math.max(a, b);
  if (!Number.isFinite(larger)) return larger;
  return larger + Math.log1p(Math.exp(-Math.abs(a - b)));
}
// #endregion log-add-exp
