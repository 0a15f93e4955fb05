// #region log-sum-exp
/** ln Σ exp(values): adds numbers that are given as logarithms. */
export function logSumExp(values: readonly number[]): number {
  const m = values.reduce((larger, x) => Math.max(larger, x), -Infinity);
  if (!Number.isFinite(m)) return m;
  return m + Math.log(values.reduce((sum, x) => sum + Math.exp(x - m), 0));
}
// #endregion log-sum-exp
