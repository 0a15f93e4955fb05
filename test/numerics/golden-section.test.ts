import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenSection } from '#numerics/golden-section';

describe('goldenSection', () => {
  it('finds the minimum of a parabola, a corner and a lopsided valley, wherever they are', () => {
    const place = fc.double({ min: -3, max: 5, noNaN: true });
    const valleys = [
      (x: number, c: number) => (x - c) ** 2,
      (x: number, c: number) => Math.abs(x - c),
      (x: number, c: number) => Math.exp(x - c) - (x - c),
    ];
    fc.assert(
      fc.property(place, fc.constantFrom(...valleys), (c, valley) => {
        const found = goldenSection((x) => valley(x, c), -4, 6, 1e-6);
        expect(Math.abs(found - c)).toBeLessThan(1e-6);
      }),
    );
  });

  it('finds the left end of a flat stretch of least values, and `low` for a constant', () => {
    const trough = (x: number) => Math.max(0, 1 - x, x - 4);
    expect(Math.abs(goldenSection(trough, 0, 6, 1e-6) - 1)).toBeLessThan(1e-6);
    const ramp = (x: number) => Math.max(0, x - 5.5);
    expect(Math.abs(goldenSection(ramp, 0, 6, 1e-6))).toBeLessThan(1e-6);
    for (const constant of [0, Infinity]) {
      expect(Math.abs(goldenSection(() => constant, 2, 3, 1e-6) - 2)).toBeLessThan(1e-6);
    }
  });

  it('refuses an interval or a tolerance that means nothing', () => {
    for (const [low, high] of [
      [1, 1],
      [2, 1],
      [NaN, 1],
      [-Infinity, 0],
    ] as const) {
      expect(() => goldenSection((x) => x, low, high, 1e-3)).toThrow(
        new RangeError(`low must be below high and both finite, got ${low} and ${high}`),
      );
    }
    for (const tolerance of [0, -1, NaN]) {
      expect(() => goldenSection((x) => x, 0, 1, tolerance)).toThrow(
        new RangeError(`tolerance must be above 0, got ${tolerance}`),
      );
    }
  });
});
