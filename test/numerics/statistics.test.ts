import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, quantile, sampleVariance } from '#numerics/statistics';

const rising = fc
  .array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 40 })
  .map((values) => values.sort((a, b) => a - b));

describe('quantile', () => {
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

  it('is NaN for no values, and a single value whatever q', () => {
    expect(quantile([], 0.5)).toBeNaN();
    for (const q of [0, 0.3, 1]) expect(quantile([-7.5], q)).toBe(-7.5);
  });

  it('is NaN when a NaN comes last, as sorting a Float64Array puts it', () => {
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

  it('refuses a q outside 0 to 1', () => {
    for (const q of [-0.1, 1.1, NaN, Infinity]) {
      expect(() => quantile([1, 2], q)).toThrow(new RangeError(`q must be from 0 to 1, got ${q}`));
    }
  });
});

describe('the median', () => {
  it('has as many values above it as below, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 30 }), (values) => {
        const middle = median(values);
        expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });

  it('lies halfway between the middle two of an even number, and is NaN of none', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });
});

describe('the variance of a sample', () => {
  it('divides by one less than its size, and needs two values', () => {
    expect(sampleVariance([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(32 / 7, 12);
    expect(sampleVariance([1e9, 1e9 + 1])).toBeCloseTo(0.5, 12);
    expect(sampleVariance([3])).toBeNaN();
  });
});
