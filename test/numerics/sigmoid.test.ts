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

  it('says what it does with 0, infinities and NaN', () => {
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(Infinity)).toBe(1);
    expect(sigmoid(-Infinity)).toBe(0);
    expect(sigmoid(NaN)).toBeNaN();
  });
});
