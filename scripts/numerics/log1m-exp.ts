/**
 * ln(1 - e^x) for x <= 0: from the logarithm of a probability to that of its complement. 0 gives -Infinity, -Infinity
 * gives 0, above 0 NaN.
 *
 * Source: M. Mächler, "Accurately computing log(1 - exp(-|a|))", vignette of the R package Rmpfr (2012).
 */
// #region log1m-exp
export function log1mExp(x: number): number {
  if (x > -Math.LN2) return Math.log(-Math.expm1(x));
  return 0 + Math.log1p(-Math.exp(x)); // 0 + … gives 0, not -0
}
// #endregion log1m-exp
