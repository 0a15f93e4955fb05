import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossEntropy } from '#numerics/cross-entropy';
import { pairs } from './distributions.ts';
import { exact, ln, multiply, toNumber } from './high-precision.ts';

describe('crossEntropy', () => {
  it('agrees with 400-bit arithmetic', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        fc.pre(a.every((weight, i) => weight === 0 || (b[i] ?? 0) > 0));
        const terms = a.map((weight, i) =>
          weight === 0 ? 0n : multiply(exact(weight), ln(exact(b[i] ?? 0))),
        );
        const expected = -toNumber(terms.reduce((sum, term) => sum + term, 0n));
        expect(Math.abs(crossEntropy(a, b) - expected)).toBeLessThanOrEqual(2e-15 * Math.abs(expected));
      }),
      { numRuns: 40 },
    );
  });
});
