import { assertLevel } from './assert.ts';

/**
 * How many standard deviations to each side of the mean hold the share `level` of a normal distribution: 1.96 for .95.
 * The mass within ±z is 2 φ(z) (z + z³/3 + z⁵/(3·5) + …). Newton's steps from 0 never pass the solution; they end where
 * rounding lets them rise no more. Good to a few 1e-15 for the usual levels. Throws a RangeError unless `level` is
 * above 0 and below 1.
 *
 * Source: M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions" (1964), 26.2.11.
 */
export function normalHalfWidth(level: number): number {
  assertLevel(level);
  let z = 0;
  for (;;) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const next = z + (level - massWithin(z, density)) / (2 * density);
    if (!(next > z)) return z;
    z = next;
  }
}

function massWithin(z: number, density: number): number {
  let term = z;
  let sum = 0;
  for (let odd = 3; sum + term !== sum; odd += 2) {
    sum += term;
    term *= (z * z) / odd;
  }
  return 2 * density * sum;
}
