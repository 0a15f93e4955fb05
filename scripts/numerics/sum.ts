/**
 * Σ values with compensated summation: the error of the result is about one rounding, however many the values, as long
 * as they do not cancel almost to nothing. Infinite when a finite sum leaves the range of float64 on the way.
 *
 * Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974).
 */
export function compensatedSum(values: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    const next = sum + value;
    // The smaller of the two is the one whose last digits the addition rounds away.
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return Number.isFinite(sum) ? sum + lost : sum;
}

/** Arithmetic mean, by compensated summation; NaN for no values. */
export function mean(values: ArrayLike<number>): number {
  return compensatedSum(values) / values.length;
}
