import { add, divide, type Fraction, fraction, multiply, negate } from '#numerics/fraction';
import { pow } from '#numerics/pow';

/** The operations of this chapter on exact fractions, and the grid of floats that their rounding is measured in. */

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

/** The distance from a float64 to the next one of larger size: a step in its last digit. */
export function stepOf(value: number): number {
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), -1022);
  return pow(2, exponent - 52);
}

/** The distance from -k to the float64 just above it, for k > 0. */
export function stepAbove(k: number): number {
  return pow(2, Math.ceil(Math.log2(k)) - 53);
}
