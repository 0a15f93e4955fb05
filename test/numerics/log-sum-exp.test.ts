import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexOfLargest, logSumExp } from '#numerics/log-sum-exp';
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

  it('gives -Infinity, the log of an empty sum, for no values and for only -Infinity', () => {
    expect(logSumExp([])).toBe(-Infinity);
    expect(logSumExp([-Infinity])).toBe(-Infinity);
    expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
  });

  it('lets -Infinity add nothing beside a finite value', () => {
    fc.assert(fc.property(values, (z) => Object.is(logSumExp([-Infinity, ...z, -Infinity]), logSumExp(z))));
  });

  it('gives +Infinity when one value is, and NaN when one value is NaN', () => {
    expect(logSumExp([0, Infinity])).toBe(Infinity);
    expect(logSumExp([Infinity, Infinity])).toBe(Infinity);
    expect(logSumExp([Infinity, -Infinity])).toBe(Infinity);
    expect(logSumExp([NaN])).toBeNaN();
    expect(logSumExp([Infinity, NaN])).toBeNaN();
    expect(logSumExp([1, NaN, -Infinity])).toBeNaN();
  });
});

describe('indexOfLargest', () => {
  it('is the first of equal largest values', () => {
    expect(indexOfLargest([1, 3, 2, 3])).toBe(1);
    expect(indexOfLargest(Float32Array.of(-Infinity, -Infinity))).toBe(0);
  });

  it('is the place of a NaN, and 0 for no values', () => {
    expect(indexOfLargest([5, NaN, 9])).toBe(1);
    expect(indexOfLargest([])).toBe(0);
  });
});
