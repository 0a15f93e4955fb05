import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceOfShares, scatterOf, shareInterval } from '#numerics/paired-shares';
import { wilsonInterval } from '#numerics/wilson';

const errorOf = (share: number, n: number): number => Math.sqrt((share * (1 - share)) / n);

describe('the interval of a share', () => {
  it('is Wilson’s, where its error is that of so many plain items', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.nat(),
        fc.constantFrom(0.9, 0.95, 0.9999),
        (n, k, level) => {
          const seen = k % (n + 1);
          const interval = shareInterval({ share: seen / n, of: n }, errorOf(seen / n, n), level);
          const wilson = wilsonInterval(seen, n, level);
          expect(interval.low).toBeCloseTo(wilson.low, 10);
          expect(interval.high).toBeCloseTo(wilson.high, 10);
        },
      ),
    );
  });

  it('is none of nothing', () => {
    expect(shareInterval({ share: Number.NaN, of: 0 }, Number.NaN, 0.95)).toEqual({
      low: Number.NaN,
      high: Number.NaN,
    });
  });
});

const side = (seen: number, n: number) => ({ share: seen / n, ...wilsonInterval(seen, n) });

describe('the interval of a difference', () => {
  // R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
  // (1998), table II, method 10.
  it.each([
    [48, 80, 56, 70, 0.0524, 0.3339],
    [3, 10, 9, 10, 0.1705, 0.809],
    [0, 10, 10, 10, 0.6075, 1],
  ])('of %i of %i and %i of %i, uncorrelated, is the published one', (one, n, other, m, low, high) => {
    const interval = differenceOfShares(side(one, n), side(other, m), 0);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('comes out turned round when the sides are', () => {
    const there = differenceOfShares(side(12, 80), side(50, 80), 0.3);
    const back = differenceOfShares(side(50, 80), side(12, 80), 0.3);
    expect(back.low).toBeCloseTo(-there.high, 12);
    expect(back.high).toBeCloseTo(-there.low, 12);
  });
});

describe('the scatter of draws', () => {
  it('is that of the values, with their correlation', () => {
    const draws = [0, 1, 2, 3].map((value) => ({ first: value, second: -2 * value }));
    expect(scatterOf(draws)).toEqual({
      first: expect.closeTo(Math.sqrt(1.25), 12),
      second: expect.closeTo(2 * Math.sqrt(1.25), 12),
      correlation: expect.closeTo(-1, 12),
    });
  });

  it('leaves out draws without a share, and has no correlation where one never moves', () => {
    const draws = [
      { first: 1, second: 0.2 },
      { first: Number.NaN, second: 0.9 },
      { first: 1, second: 0.4 },
    ];
    expect(scatterOf(draws)).toEqual({ first: 0, second: expect.closeTo(0.1, 12), correlation: 0 });
  });
});
