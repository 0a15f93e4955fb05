import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { klDivergence } from '#numerics/kl-divergence';
import { pairs } from './distributions.ts';
import { divide, exact, ln, multiply, toNumber } from './high-precision.ts';

describe('klDivergence', () => {
  it('agrees with 400-bit arithmetic on the logarithm of the ratio', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        fc.pre(a.every((weight, i) => weight === 0 || (b[i] ?? 0) > 0));
        const terms = a.map((weight, i) => {
          if (weight === 0) return 0n;
          return multiply(exact(weight), ln(divide(exact(weight), exact(b[i] ?? 0))));
        });
        const expected = toNumber(terms.reduce((sum, term) => sum + term, 0n));
        expect(Math.abs(klDivergence(a, b) - expected)).toBeLessThanOrEqual(4e-15);
      }),
      { numRuns: 40 },
    );
  });

  it('survives probabilities whose ratio is not in the range of float64', () => {
    expect(1 / Number.MIN_VALUE).toBe(Infinity);
    expect(klDivergence([1, 0], [Number.MIN_VALUE, 1])).toBe(-Math.log(Number.MIN_VALUE));
    expect(klDivergence([Number.MIN_VALUE, 1], [1, 1])).toBeLessThanOrEqual(0);
  });

  it('adds nothing where p is 0, whatever q is there', () => {
    for (const there of [0, 1, Infinity, NaN, -1]) expect(klDivergence([1, 0], [0.5, there])).toBe(Math.LN2);
  });

  it('is +Infinity where q rules out what p does not', () => {
    expect(klDivergence([0.5, 0.5], [1, 0])).toBe(Infinity);
    expect(klDivergence([1, 0], [0.5, 0.5])).toBe(Math.LN2);
  });

  it('is NaN for a negative or NaN probability', () => {
    expect(klDivergence([NaN, 1], [0.5, 0.5])).toBeNaN();
    expect(klDivergence([-0.5, 1.5], [0.5, 0.5])).toBeNaN();
    expect(klDivergence([0.5, 0.5], [NaN, 0.5])).toBeNaN();
    expect(klDivergence([0.5, 0.5], [-0.5, 1.5])).toBeNaN();
  });

  it('refuses distributions of different lengths and names both', () => {
    expect(() => klDivergence([1], [0.5, 0.5])).toThrow(
      new RangeError('p and q must have the same length, got 1 and 2'),
    );
  });
});
