/**
 * The largest and the smallest of as many values as there may be: `Math.max(...values)` hands them over on the stack,
 * where a vocabulary of 150,000 has no room. No values give the infinities that Math.max and Math.min give.
 */
export function largest(values: ArrayLike<number>): number {
  let best = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) best = Math.max(best, values[i] ?? Number.NaN);
  return best;
}

export function smallest(values: ArrayLike<number>): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < values.length; i++) best = Math.min(best, values[i] ?? Number.NaN);
  return best;
}
