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
});

describe('the variance of a sample', () => {
  it('divides by one less than its size, and needs two values', () => {
    expect(sampleVariance([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(32 / 7, 12);
    expect(sampleVariance([1e9, 1e9 + 1])).toBeCloseTo(0.5, 12);
    expect(sampleVariance([3])).toBeNaN();
  });
});
