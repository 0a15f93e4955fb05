import { assertSameLength } from './cross-entropy.ts';

/**
 * KL(p‖q) = Σ p (ln p - ln q) in nats, what it costs on average to expect q where p is the truth, beyond the entropy
 * of p. Not symmetric. [n], [n], taken as they are: when they each add up to 1 the result is at least 0, up to
 * rounding (about 1e-16); p = q gives exactly 0. Zeros and numbers that are no probabilities count as in
 * `crossEntropy`.
 *
 * Throws a RangeError when p and q differ in length.
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
