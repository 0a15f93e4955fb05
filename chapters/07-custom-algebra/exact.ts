import { add, divide, type Fraction, fraction, multiply, negate } from '#numerics/fraction';

/** The operation ⊞ of this chapter on exact fractions, and the steps from float to float. */

const QUARTER = fraction(1, 4);

/** a ⊞ b = a + b + ab/4, exactly. */
export function exactCompose(a: Fraction, b: Fraction): Fraction {
  return add(add(a, b), multiply(QUARTER, multiply(a, b)));
}

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

/** The place of a finite float64 among all of them, in order; both zeros have the place 0. */
function placeOf(x: number): bigint {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, Math.abs(x));
  const place = bytes.getBigInt64(0);
  return x < 0 ? -place : place;
}

/** How many steps lead from one float64 to another, each to the next one; negative downwards. */
export function floatSteps(from: number, to: number): number {
  return Number(placeOf(to) - placeOf(from));
}
