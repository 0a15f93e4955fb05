import { add, type Fraction, fraction, multiply } from '#numerics/fraction';

/** The operations of this chapter on exact fractions: what proofs speak of, without rounding. */

const QUARTER = fraction(1, 4);

// #region exact-compose
/** a ⊕₄ b = a + b + ab/4, exactly. */
export function exactCompose(a: Fraction, b: Fraction): Fraction {
  return add(add(a, b), multiply(QUARTER, multiply(a, b)));
}
// #endregion exact-compose

/** a composed with itself 1, 2, …, n times. */
export function exactPowers(a: Fraction, n: number): Fraction[] {
  const powers = [a];
  for (let last = a; powers.length < n; powers.push(last)) last = exactCompose(last, a);
  return powers;
}
