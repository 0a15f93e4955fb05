/** -ln p in nats, the surprisal of probability p. 1 gives 0, not -0; 0 gives +Infinity; a negative p gives NaN. */
export function negativeLogLikelihood(p: number): number {
  return 0 - Math.log(p);
}

/**
 * H(p, q) = -Σ p ln q in nats, the mean surprisal of someone who expects q where p is the truth. [n], [n], not
 * rescaled. Where p is 0 nothing is added, whatever q is; q = 0 where p > 0 gives +Infinity; a negative or NaN p, or
 * such a q where p > 0, gives NaN. Throws a RangeError when p and q differ in length.
 */
export function crossEntropy(p: ArrayLike<number>, q: ArrayLike<number>): number {
  assertSameLength(p, q);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const weight = p[i] ?? Number.NaN;
    if (!(weight >= 0)) return Number.NaN;
    if (weight > 0) sum += weight * Math.log(q[i] ?? Number.NaN);
  }
  return 0 - sum; // 0 - …, so that certainty has cross-entropy 0 and not -0
}

export function assertSameLength(p: ArrayLike<number>, q: ArrayLike<number>): void {
  if (p.length !== q.length) {
    throw new RangeError(`p and q must have the same length, got ${p.length} and ${q.length}`);
  }
}
