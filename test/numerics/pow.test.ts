import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pow } from '#numerics/pow';
import { exact, exp, ln, toNumber } from './high-precision.ts';

const EPSILON = 2 ** -53;

describe('a power', () => {
  it('of two is exact, down to the smallest number', () => {
    for (let exponent = -1074; exponent < 1024; exponent++)
      expect(pow(2, exponent)).toBe(Number.parseFloat(exactPowerOfTwo(exponent)));
    expect(pow(2, 1024)).toBe(Infinity);
    expect(pow(2, -1075)).toBe(0);
  });

  it('of ten is the nearest number as long as its reciprocal is whole in float64', () => {
    for (let exponent = -22; exponent <= 22; exponent++)
      expect(pow(10, exponent)).toBe(Number(`1e${exponent}`));
  });

  it('with a whole exponent is as close to 400-bit arithmetic as its products are many', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        fc.integer({ min: -60, max: 60 }),
        (base, n) => {
          const expected = toNumber(exp(ln(exact(base)) * BigInt(n)));
          expect(Math.abs(pow(base, n) / expected - 1)).toBeLessThanOrEqual((Math.abs(n) + 2) * EPSILON);
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** 2^n in decimal digits, by whole numbers alone. */
function exactPowerOfTwo(exponent: number): string {
  if (exponent >= 0) return String(2n ** BigInt(exponent));
  return `${5n ** BigInt(-exponent)}e${exponent}`;
}
