import { assertSameLength } from './cross-entropy.ts';

/**
 * Kullback-Leibler divergence in nats: KL(p‖q) = Σ p (ln p - ln q), what it costs on average to expect q where p is
 * the truth, beyond the entropy of p. Not symmetric. [n], [n].
 * Both are taken as they are: when they each add up to 1 the result is at least 0, up to rounding (about 1e-16).
 *
 * Special cases:
 * - no probabilities: 0 (an empty sum)
 * - p = q: 0, exactly
 * - p = 0: adds nothing, whatever q is there
 * - q = 0 where p > 0: +Infinity
 * - a negative or NaN p, or a negative or NaN q where p > 0: NaN
 *
 * Throws a RangeError when p and q differ in length.
 *
 * Source: S. Kullback, R. A. Leibler, "On Information and Sufficiency", Annals of Mathematical Statistics 22 (1951).
 */
// #region kl-divergence
export function klDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  assertSameLength(p, q);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const weight = p[i] ?? Number.NaN;
    if (weight !== 0) sum += weight * (Math.log(weight) - Math.log(q[i] ?? Number.NaN));
  }
  return sum;
}
// #endregion kl-divergence
