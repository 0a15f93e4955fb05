import { describe, expect, it } from 'vitest';
import { assertPositiveInteger } from '#numerics/assert';

describe('assertPositiveInteger', () => {
  it('lets counts from 1 to 2⁵³ - 1 pass, and names what is none', () => {
    for (const n of [1, 2, Number.MAX_SAFE_INTEGER]) assertPositiveInteger('n', n);
    for (const n of [0, -1, 1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => assertPositiveInteger('n', n)).toThrow(
        new RangeError(`n must be a positive integer, got ${n}`),
      );
    }
  });
});
