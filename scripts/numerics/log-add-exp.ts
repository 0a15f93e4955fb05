/**
 * ln(e^a + e^b): adds two numbers that are given as logarithms. The larger is taken out first, so that the exponent is
 * never above 0 and nothing overflows. -Infinity, the log of 0, on one side gives the other side unchanged, on both
 * sides -Infinity; +Infinity gives +Infinity unless the other side is NaN.
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
