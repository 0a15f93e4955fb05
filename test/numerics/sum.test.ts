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

  it('collects what plain addition loses', () => {
    const tenths = new Array<number>(10).fill(0.1);
    expect(tenths.reduce((sum, x) => sum + x, 0)).toBe(0.9999999999999999);
    expect(compensatedSum(tenths)).toBe(1);
    expect(compensatedSum([1, 1e100, 1, -1e100])).toBe(2);
  });

  it('does not drift over a million equal values', () => {
    const values = new Float64Array(1e6).fill(0.1);
    expect(Math.abs(values.reduce((sum, x) => sum + x, 0) - 1e5)).toBeGreaterThan(1e-6);
    expect(compensatedSum(values)).toBe(1e5);
  });

  it('is exact for integers, in any order', () => {
    const integers = fc.array(fc.integer(), { maxLength: 50 });
    fc.assert(
      fc.property(integers, (values) => {
        expect(compensatedSum(values)).toBe(Number(values.reduce((sum, value) => sum + BigInt(value), 0n)));
        expect(compensatedSum(values.toReversed())).toBe(compensatedSum(values));
      }),
    );
  });

  it('is 0 for no values, and a single value unchanged', () => {
    expect(compensatedSum([])).toBe(0);
    fc.assert(fc.property(fc.double(), (x) => Object.is(compensatedSum([x]), x + 0)));
  });

  it('keeps an infinity, and gives NaN for a NaN or for both infinities', () => {
    expect(compensatedSum([1, Infinity, 2])).toBe(Infinity);
    expect(compensatedSum([-Infinity, 1e308, -Infinity])).toBe(-Infinity);
    expect(compensatedSum([Infinity, -Infinity])).toBeNaN();
    expect(compensatedSum([1, NaN, 2])).toBeNaN();
    expect(compensatedSum([Infinity, NaN])).toBeNaN();
  });

  it('is an infinity once the sum has left the range of float64', () => {
    expect(compensatedSum([1e308, 1e308])).toBe(Infinity);
    expect(compensatedSum([-1e308, -1e308, 1e308])).toBe(-Infinity);
    expect(compensatedSum([1e308, -1e308, 1e308])).toBe(1e308);
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

  it('does not mind a large offset', () => {
    expect(mean([1e15 + 1, 1e15 + 2, 1e15 + 3])).toBe(1e15 + 2);
    expect(mean(Float32Array.of(1, 2, 4))).toBe(7 / 3);
  });

  it('is NaN for no values, and a single value is its own mean', () => {
    expect(mean([])).toBeNaN();
    expect(mean([-3.7])).toBe(-3.7);
  });

  it('keeps an infinity, and gives NaN for a NaN or for both infinities', () => {
    expect(mean([-0.1, -Infinity])).toBe(-Infinity);
    expect(mean([Infinity, 1])).toBe(Infinity);
    expect(mean([Infinity, -Infinity])).toBeNaN();
    expect(mean([NaN, 1])).toBeNaN();
  });
});
