import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compensatedSum, mean } from '#numerics/sum';
import { exact, toNumber } from './high-precision.ts';

/** Numbers of very different sizes, in reach of the oracle. */
const number = fc
  .oneof(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.double({ min: -1e30, max: 1e30, noNaN: true }))
  .map((x) => (Math.abs(x) < 1e-60 ? 0 : x));
const numbers = fc.array(number, { minLength: 1, maxLength: 60 });

function exactSum(values: readonly number[]): bigint {
  return values.reduce((sum, value) => sum + exact(value), 0n);
}

describe('compensatedSum', () => {
  it('is right to the last digit but one, unless the values cancel', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const expected = toNumber(exactSum(values));
        const sizes = values.reduce((sum, value) => sum + Math.abs(value), 0);
        // Ogita, Rump and Oishi (2005), for cascaded summation: eps |sum| + gamma² Σ |values|.
        const gamma = values.length * 2 ** -53;
        const bound = Number.EPSILON * Math.abs(expected) + 2 * gamma * gamma * sizes;
        expect(Math.abs(compensatedSum(values) - expected)).toBeLessThanOrEqual(bound);
      }),
    );
  });

  it('is 0 for no values, and a single value unchanged', () => {
    expect(compensatedSum([])).toBe(0);
    fc.assert(fc.property(fc.double(), (x) => Object.is(compensatedSum([x]), x + 0)));
  });
});

describe('mean', () => {
  it('agrees with exact arithmetic', () => {
    const positive = fc.array(fc.double({ min: 1e-30, max: 1e30, noNaN: true }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(positive, (values) => {
        const expected = toNumber(exactSum(values) / BigInt(values.length));
        expect(Math.abs(mean(values) - expected)).toBeLessThanOrEqual(4e-16 * expected);
      }),
    );
  });
});
