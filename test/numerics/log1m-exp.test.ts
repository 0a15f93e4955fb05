import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { log1mExp } from '#numerics/log1m-exp';
import { exact, exp, ln, toNumber } from './high-precision.ts';

const below = fc.double({ min: -80, max: -1e-60, noNaN: true });

/** Numbers spread evenly over the orders of magnitude from -1e-60 to -80. */
const anyOrder = fc.double({ min: -60, max: Math.log10(80), noNaN: true }).map((order) => -(10 ** order));

describe('log1mExp', () => {
  it('agrees with 400-bit arithmetic to the last digits at both ends', () => {
    fc.assert(
      fc.property(fc.oneof(below, anyOrder), (x) => {
        const expected = toNumber(ln(exact(1) - exp(exact(x))));
        expect(Math.abs(log1mExp(x) - expected)).toBeLessThanOrEqual(4e-16 * Math.abs(expected));
      }),
      { numRuns: 120 },
    );
  });

  it('keeps its digits on both sides of -ln 2, where the two branches meet', () => {
    for (const step of [-2, -1, 0, 1, 2]) {
      const x = -Math.LN2 * (1 + step * Number.EPSILON);
      const expected = toNumber(ln(exact(1) - exp(exact(x))));
      expect(Math.abs(log1mExp(x) - expected)).toBeLessThanOrEqual(2.3e-16);
    }
  });

  it('keeps its digits where the plain formula has none', () => {
    expect(Math.log(1 - Math.exp(-1e-17))).toBe(-Infinity);
    expect(log1mExp(-1e-17)).toBe(Math.log(1e-17));
    expect(Math.log(1 - Math.exp(-50))).toBe(0);
    expect(log1mExp(-50)).toBe(-Math.exp(-50));
  });

  it('undoes itself: the complement of the complement', () => {
    fc.assert(
      fc.property(fc.double({ min: -20, max: -1e-8, noNaN: true }), (x) => {
        expect(Math.abs(log1mExp(log1mExp(x)) / x - 1)).toBeLessThan(1e-6);
      }),
    );
  });

  it('falls as x rises', () => {
    fc.assert(
      fc.property(below, below, (x, y) => {
        expect(log1mExp(Math.min(x, y))).toBeGreaterThanOrEqual(log1mExp(Math.max(x, y)));
      }),
    );
  });

  it('gives -Infinity for 0 of either sign, and 0, not -0, for -Infinity and far below', () => {
    expect(log1mExp(0)).toBe(-Infinity);
    expect(log1mExp(-0)).toBe(-Infinity);
    expect(log1mExp(-Infinity)).toBe(0);
    expect(log1mExp(-1e308)).toBe(0);
    expect(log1mExp(-800)).toBe(0);
  });

  it('gives NaN above 0, for +Infinity and for NaN', () => {
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, noNaN: true }), (x) => Number.isNaN(log1mExp(x))),
    );
    expect(log1mExp(Infinity)).toBeNaN();
    expect(log1mExp(NaN)).toBeNaN();
  });
});
