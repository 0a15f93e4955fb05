/**
 * ln(e^a + e^b) without overflow: adds two numbers that are given as logarithms. -Infinity, the log of 0, on one side
 * gives the other side unchanged; +Infinity gives +Infinity unless the other side is NaN.
 */
// #region log-add-exp
export function logAddExp(a: number, b: number): number {
  const larger = Math.max(a, b);
  if (!Number.isFinite(larger)) return larger;
  return larger + Math.log1p(Math.exp(-Math.abs(a - b)));
}
// #endregion log-add-exp
