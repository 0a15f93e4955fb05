import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logMeanExp } from '#numerics/log-mean-exp';
import { divide, exact, exactLogSumExp, exp, toNumber } from './high-precision.ts';

const some = fc.array(fc.double({ min: -40, max: 40, noNaN: true }), { minLength: 1, maxLength: 6 });

describe('logMeanExp', () => {
  it('is the logarithm of the mean, in 400-bit arithmetic', () => {
    fc.assert(
      fc.property(some, (values) => {
        const mean = divide(
          values.reduce((sum, value) => sum + exp(exact(value)), 0n),
          exact(values.length),
        );
        // e to the result, in many digits, against the mean.
        const ratio = toNumber(divide(exp(exact(logMeanExp(values))), mean));
        expect(Math.abs(ratio - 1)).toBeLessThan(4e-14);
        expect(toNumber(exactLogSumExp(values)) - Math.log(values.length)).toBeCloseTo(
          logMeanExp(values),
          12,
        );
      }),
      { numRuns: 40 },
    );
  });
});
