import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile, variance } from '#numerics/statistics';

const integers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 40 });
const rising = fc
  .array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 40 })
  .map((values) => values.sort((a, b) => a - b));

/** (n Σx² - (Σx)²) / (n (n - 1)) in integers, rounded once by the division. */
function exactVariance(values: readonly number[]): number {
  const n = BigInt(values.length);
  const sum = values.reduce((total, x) => total + BigInt(x), 0n);
  const squares = values.reduce((total, x) => total + BigInt(x) * BigInt(x), 0n);
  return Number(n * squares - sum * sum) / Number(n * (n - 1n));
}

describe('variance', () => {
  it('agrees with exact integer arithmetic by the other formula', () => {
    fc.assert(
      fc.property(integers, (values) => {
        const expected = exactVariance(values);
        expect(Math.abs(variance(values) - expected)).toBeLessThanOrEqual(1e-15 * expected);
      }),
    );
  });

  it('does not lose digits to an offset as large as float64 can count', () => {
    fc.assert(
      fc.property(integers, fc.integer({ min: -(2 ** 52), max: 2 ** 52 }), (values, offset) => {
        const shifted = values.map((x) => x + offset);
        const expected = exactVariance(shifted);
        expect(Math.abs(variance(shifted) - expected)).toBeLessThanOrEqual(1e-15 * expected);
      }),
    );
  });

  it('takes out what rounding leaves in the mean', () => {
    // The mean, 1e16 + 1, is no float64: the deviations from its neighbour alone would give 4.
    expect(variance([1e16, 1e16 + 2])).toBe(2);
  });

  it('is 0 for equal values', () => {
    const finite = fc.double({ min: -1e300, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(finite, fc.integer({ min: 2, max: 20 }), (x, n) => {
        expect(variance(new Array<number>(n).fill(x))).toBe(0);
      }),
    );
  });

  it('grows with the square of the scale, exactly for powers of two', () => {
    fc.assert(
      fc.property(integers, (values) => variance(values.map((x) => x * 8)) === 64 * variance(values)),
    );
  });

  it('is NaN for fewer than two values', () => {
    expect(variance([])).toBeNaN();
    expect(variance([5])).toBeNaN();
    expect(variance([5, 7])).toBe(2);
  });

  it('is NaN for a NaN, an infinity, or a sum or deviation out of range', () => {
    expect(variance([1, NaN])).toBeNaN();
    expect(variance([1, Infinity])).toBeNaN();
    expect(variance([-Infinity, 1])).toBeNaN();
    expect(variance([1.7e308, 1.7e308])).toBeNaN();
    expect(variance([1.7e308, -1.7e308, -1.7e308])).toBeNaN();
  });

  it('is +Infinity for deviations too large to square', () => {
    expect(variance([-1e200, 1e200])).toBe(Infinity);
    expect(variance([-1e300, 1e300, 3e300])).toBe(Infinity);
  });
});

describe('quantile', () => {
  it('is definition 7: the quarters of one to ten', () => {
    const oneToTen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect([0, 0.25, 0.5, 0.75, 1].map((q) => quantile(oneToTen, q))).toEqual([1, 3.25, 5.5, 7.75, 10]);
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  });

  it('lies on the line between its neighbours, computed in integers', () => {
    fc.assert(
      fc.property(rising, fc.nat(64), (values, part) => {
        const place = (values.length - 1) * part; // in 64ths
        const index = Math.floor(place / 64);
        const rest = place % 64;
        const below = values[index] ?? NaN;
        const above = values[index + 1] ?? below;
        expect(quantile(values, part / 64)).toBe((below * (64 - rest) + above * rest) / 64 + 0);
      }),
    );
  });

  it('never falls as q rises, and has at least a share q of the values at or below', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(rising, share, share, (values, a, b) => {
        const rounding = 1e-9;
        const low = quantile(values, Math.min(a, b));
        const high = quantile(values, Math.max(a, b));
        expect(low).toBeLessThanOrEqual(high + rounding);
        const atMost = values.filter((x) => x <= high + rounding).length;
        expect(atMost).toBeGreaterThan((values.length - 1) * Math.max(a, b));
      }),
    );
  });

  it('is NaN for no values, and a single value whatever q', () => {
    expect(quantile([], 0.5)).toBeNaN();
    for (const q of [0, 0.3, 1]) expect(quantile([-7.5], q)).toBe(-7.5);
  });

  it('is NaN when a NaN stands last, as sorting a Float64Array puts it', () => {
    const sorted = Float64Array.of(NaN, 2, 1).sort();
    for (const q of [0, 0.5, 1]) expect(quantile(sorted, q)).toBeNaN();
  });

  it('keeps infinities at their places', () => {
    const values = [-Infinity, 1, 2, Infinity];
    expect(quantile(values, 0)).toBe(-Infinity);
    expect(quantile(values, 0.1)).toBe(-Infinity);
    expect(quantile(values, 0.5)).toBe(1.5);
    expect(quantile(values, 0.9)).toBe(Infinity);
    expect(quantile(values, 1)).toBe(Infinity);
    expect(quantile([-Infinity, -Infinity], 0.5)).toBe(-Infinity);
    expect(quantile([-Infinity, Infinity], 0.5)).toBeNaN();
  });

  it('survives neighbours whose difference is out of range', () => {
    expect(quantile([-1.7e308, 1.7e308], 0.5)).toBe(0);
  });

  it('refuses a q outside 0 to 1', () => {
    for (const q of [-0.1, 1.1, NaN, Infinity]) {
      expect(() => quantile([1, 2], q)).toThrow(new RangeError(`q must be from 0 to 1, got ${q}`));
    }
  });
});
