import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logAddExp } from '#numerics/log-add-exp';
import { logSumExp } from '#numerics/log-sum-exp';
import { exactLogSumExp, toNumber } from './high-precision.ts';

const moderate = fc.double({ min: -40, max: 40, noNaN: true });
const anyNumber = fc.double();

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

  it('gives -Infinity, for 0 + 0 = 0, when both are -Infinity', () => {
    expect(logAddExp(-Infinity, -Infinity)).toBe(-Infinity);
  });

  it('gives the other side unchanged when one is -Infinity', () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (x) => logAddExp(x, -Infinity) === x));
    fc.assert(fc.property(fc.double({ noNaN: true }), (x) => logAddExp(-Infinity, x) === x));
  });

  it('gives +Infinity when one is, and NaN when one is NaN, whatever the other', () => {
    for (const other of [0, Infinity, -Infinity]) {
      expect(logAddExp(Infinity, other)).toBe(Infinity);
      expect(logAddExp(other, Infinity)).toBe(Infinity);
      expect(logAddExp(NaN, other)).toBeNaN();
      expect(logAddExp(other, NaN)).toBeNaN();
    }
    expect(logAddExp(NaN, NaN)).toBeNaN();
  });
});
