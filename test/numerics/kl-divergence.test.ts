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
});
