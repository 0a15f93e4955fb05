import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose, fromProbability } from '#numerics/custom-algebra';

const factor = fc.double({ min: 1 / 200, max: 1 / 2, noNaN: true });
const likely = fc.double({ min: 1e-9, max: 1, noNaN: true });

describe('Sₖ', () => {
  it('turns × into ⊗ₖ', () => {
    fc.assert(
      fc.property(likely, likely, factor, (p, q, k) => {
        expect(
          Math.abs(fromProbability(p * q, k) - compose(fromProbability(p, k), fromProbability(q, k), k)),
        ).toBeLessThan(1e-12);
      }),
    );
  });

  it('equals (p^k - 1)/k, and nears ln p as k nears 0, where it arrives', () => {
    fc.assert(
      fc.property(likely, factor, (p, k) => {
        expect(Math.abs(fromProbability(p, k) - (p ** k - 1) / k)).toBeLessThan(1e-12 * (1 + 1 / k));
        const [near, nearer] = [
          fromProbability(p, 1e-3) - Math.log(p),
          fromProbability(p, 1e-5) - Math.log(p),
        ];
        expect(Math.abs(nearer)).toBeLessThanOrEqual(Math.abs(near) + 1e-12);
        expect(fromProbability(p, 0)).toBe(Math.log(p));
      }),
    );
    expect(fromProbability(0.5, 1e-12)).toBeCloseTo(-Math.LN2, 11);
  });

  it('has a floor at -1/k that only impossible events are on, unless k is 0', () => {
    for (const k of [1, 1 / 2, 1 / 4, 1 / 32]) {
      expect(fromProbability(0, k)).toBe(-1 / k);
      expect(fromProbability(1e-3, k)).toBeGreaterThan(-1 / k);
    }
    expect(fromProbability(0, 0)).toBe(-Infinity);
  });
});
