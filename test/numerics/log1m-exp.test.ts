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

  it('gives NaN above 0, for +Infinity and for NaN', () => {
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, noNaN: true }), (x) => Number.isNaN(log1mExp(x))),
    );
    expect(log1mExp(Infinity)).toBeNaN();
    expect(log1mExp(NaN)).toBeNaN();
  });
});
