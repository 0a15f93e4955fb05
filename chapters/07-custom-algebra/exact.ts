import { add, divide, type Fraction, fraction, multiply, negate } from '#numerics/fraction';

/** The operations of this chapter on exact fractions: what proofs speak of, without rounding. */

const QUARTER = fraction(1, 4);

// #region exact-compose
/** a ⊕₄ b = a + b + ab/4, exactly. */
export function exactCompose(a: Fraction, b: Fraction): Fraction {
  return add(add(a, b), multiply(QUARTER, multiply(a, b)));
}
// #endregion exact-compose

/** The fraction that takes a back to 0: -a / (1 + a/4). Throws a RangeError for a = -4, which has none. */
export function exactInverse(a: Fraction): Fraction {
  return divide(negate(a), add(fraction(1), multiply(QUARTER, a)));
}

/** a composed with itself 1, 2, …, n times. */
export function exactPowers(a: Fraction, n: number): Fraction[] {
  const powers = [a];
  for (let last = a; powers.length < n; powers.push(last)) last = exactCompose(last, a);
  return powers;
}
