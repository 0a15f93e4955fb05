import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sigmoid } from '#numerics/sigmoid';
import { divide, exact, exp, toNumber } from './high-precision.ts';

const moderate = fc.double({ min: -60, max: 60, noNaN: true });

describe('sigmoid', () => {
  it('agrees with 400-bit arithmetic at both ends', () => {
    fc.assert(
      fc.property(moderate, (x) => {
        const expected = divide(exp(exact(x)), exact(1) + exp(exact(x)));
        expect(Math.abs(sigmoid(x) - toNumber(expected))).toBeLessThanOrEqual(4e-16 * toNumber(expected));
      }),
      { numRuns: 80 },
    );
  });
});
