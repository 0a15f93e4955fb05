import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logSumExp } from '#numerics/log-sum-exp';
import { exactLogSumExp, toNumber } from './high-precision.ts';

const moderate = fc.double({ min: -40, max: 40, noNaN: true });
const values = fc.array(moderate, { minLength: 1, maxLength: 12 });

describe('logSumExp', () => {
  it('agrees with 400-bit arithmetic', () => {
    fc.assert(
      fc.property(values, (z) => {
        const expected = toNumber(exactLogSumExp(z));
        expect(Math.abs(logSumExp(z) - expected)).toBeLessThanOrEqual(
          4e-15 * Math.max(1, Math.abs(expected)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('lets -Infinity add nothing beside a finite value', () => {
    fc.assert(fc.property(values, (z) => Object.is(logSumExp([-Infinity, ...z, -Infinity]), logSumExp(z))));
  });
});
