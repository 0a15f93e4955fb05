/**
 * The largest and the smallest of any number of values: `Math.max(...values)` overflows the stack for a whole
 * vocabulary. No values give the infinities that Math.max and Math.min give.
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
