import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsPerByte, toBits } from '#numerics/bits-per-byte';

describe('toBits', () => {
  it('is the logarithm to base 2 where ln is the natural one', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(Math.abs(toBits(Math.log(x)) - Math.log2(x))).toBeLessThanOrEqual(
          5e-16 * Math.max(1, Math.abs(Math.log2(x))),
        );
      }),
    );
  });
});

describe('bitsPerByte', () => {
  it('is 8 for a guess among 256 equal bytes, however many are guessed and however they are grouped', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 }), (lengths) => {
        const bytes = lengths.reduce((sum, length) => sum + length, 0);
        const total = lengths.reduce((sum, length) => sum - length * Math.log(256), 0);
        expect(bitsPerByte(total, bytes)).toBeCloseTo(8, 12);
      }),
    );
  });
});
