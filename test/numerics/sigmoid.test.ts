import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sigmoid } from '#numerics/sigmoid';
import { softmax } from '#numerics/softmax';
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

  it('is softmax with two choices', () => {
    fc.assert(
      fc.property(moderate, moderate, (a, b) => {
        expect(sigmoid(a - b)).toBeCloseTo(softmax([a, b])[0] ?? NaN, 14);
      }),
    );
  });

  it('gives x and -x probabilities that add up to 1', () => {
    fc.assert(fc.property(moderate, (x) => Math.abs(sigmoid(x) + sigmoid(-x) - 1) <= 2.3e-16));
  });

  it('never overflows: far out it is 0 or 1, and keeps a small result', () => {
    expect(sigmoid(1e308)).toBe(1);
    expect(sigmoid(-1e308)).toBe(0);
    expect(sigmoid(-700)).toBe(Math.exp(-700));
  });

  it('says what it does with 0, infinities and NaN', () => {
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(Infinity)).toBe(1);
    expect(sigmoid(-Infinity)).toBe(0);
    expect(sigmoid(NaN)).toBeNaN();
  });
});
