import { assertSameLength } from './cross-entropy.ts';

/**
 * KL(p‖q) = Σ p (ln p - ln q) in nats: the mean cost of expecting q where p is the truth, beyond the entropy of p. [n],
 * [n], not rescaled. Zeros and invalid numbers count as in `crossEntropy`. Throws a RangeError when p and q differ in
 * length.
 *
 * Source: S. Kullback, R. A. Leibler, "On Information and Sufficiency", Annals of Mathematical Statistics 22 (1951).
 */
export function klDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  assertSameLength(p, q);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const weight = p[i] ?? Number.NaN;
    if (weight !== 0) sum += weight * (Math.log(weight) - Math.log(q[i] ?? Number.NaN));
  }
  return sum;
}
