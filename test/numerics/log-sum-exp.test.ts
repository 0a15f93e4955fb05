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

  it('adds two equal numbers as ln 2 more, also where exp would underflow or overflow', () => {
    expect(logSumExp([-1000, -1000])).toBeCloseTo(-999.3068528194, 9);
    expect(logSumExp([1000, 1000])).toBe(1000 + Math.LN2);
    expect(logSumExp([-1e300, -1e300])).toBe(-1e300);
  });

  it('keeps what a small second term adds to a winner of 0', () => {
    expect(logSumExp([0, -40])).toBe(Math.exp(-40));
    expect(logSumExp([-700, 0])).toBe(Math.exp(-700));
  });

  it('returns a single value unchanged', () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (x) => logSumExp([x]) === x));
  });

  it('is never below the largest value and at most ln n above it', () => {
    fc.assert(
      fc.property(values, (z) => {
        const largest = Math.max(...z);
        const result = logSumExp(z);
        expect(result).toBeGreaterThanOrEqual(largest);
        expect(result).toBeLessThanOrEqual(
          largest + Math.log(z.length) + 1e-14 * Math.max(1, Math.abs(largest)),
        );
      }),
    );
  });

  it('moves by c, exactly, when integers are shifted by an integer c', () => {
    const integers = fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(integers, fc.integer({ min: -1000, max: 1000 }), (z, c) => {
        const shifted = logSumExp(z.map((x) => x + c)) - c;
        expect(Math.abs(shifted - logSumExp(z))).toBeLessThanOrEqual(3e-13);
      }),
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
