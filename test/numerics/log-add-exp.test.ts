import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logAddExp } from '#numerics/log-add-exp';
import { logSumExp } from '#numerics/log-sum-exp';
import { exactLogSumExp, toNumber } from './high-precision.ts';

const moderate = fc.double({ min: -40, max: 40, noNaN: true });
const anyNumber = fc.oneof(fc.double(), fc.constantFrom(0, Infinity, -Infinity, NaN));

describe('logAddExp', () => {
  it('agrees with 400-bit arithmetic', () => {
    fc.assert(
      fc.property(moderate, moderate, (a, b) => {
        const expected = toNumber(exactLogSumExp([a, b]));
        const bound = 4e-16 * Math.max(1, Math.abs(a), Math.abs(b));
        expect(Math.abs(logAddExp(a, b) - expected)).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 80 },
    );
  });

  it('is log-sum-exp of two values, bit for bit, whatever the values', () => {
    fc.assert(fc.property(anyNumber, anyNumber, (a, b) => Object.is(logAddExp(a, b), logSumExp([a, b]))));
  });
});
