/**
 * ln Σ exp(values), without overflow. The largest term is exactly 1 and goes into log1p, which keeps the digits of a
 * small rest. No values, or only -Infinity, give -Infinity; a NaN anywhere gives NaN.
 *
 * Source: P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the log-sum-exp and softmax functions", IMA
 * Journal of Numerical Analysis 41 (2021), algorithm 4.1.
 */
export function logSumExp(values: ArrayLike<number>): number {
  const winner = indexOfLargest(values);
  const largest = values[winner] ?? Number.NEGATIVE_INFINITY;
  if (!Number.isFinite(largest)) return largest;

  let rest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (i !== winner) rest += Math.exp(value - largest);
  }
  return largest + Math.log1p(rest);
}

/** The first of equal ones; a NaN wins, so that whoever works with the largest value meets it; 0 for no values. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let winner = 0;
  let largest = values[0] ?? Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (Number.isNaN(value)) return i;
    if (value > largest) {
      largest = value;
      winner = i;
    }
  }
  return winner;
}
