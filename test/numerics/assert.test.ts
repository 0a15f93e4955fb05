import { describe, expect, it } from 'vitest';
import { assertPositiveInteger } from '#numerics/assert';
import { bitsPerByte } from '#numerics/bits-per-byte';
import { kBestSemiring } from '#numerics/optimal-path-semirings';
import { seededRandom } from '#numerics/seeded-random';
import { wilsonInterval } from '#numerics/wilson';

describe('assertPositiveInteger', () => {
  it('lets counts from 1 to 2⁵³ - 1 pass, and names what is none', () => {
    for (const n of [1, 2, Number.MAX_SAFE_INTEGER]) assertPositiveInteger('n', n);
    for (const n of [0, -1, 1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => assertPositiveInteger('n', n)).toThrow(
        new RangeError(`n must be a positive integer, got ${n}`),
      );
    }
  });

  it('is what every count is held against, with one limit and one sentence', () => {
    const counted: [string, (n: number) => unknown][] = [
      ['bytes', (n) => bitsPerByte(-1, n)],
      ['k', kBestSemiring],
      ['n', seededRandom(1).below],
      ['n', (n) => wilsonInterval(0, n)],
    ];
    for (const [name, count] of counted) {
      expect(() => count(2 ** 53)).toThrow(
        new RangeError(`${name} must be a positive integer, got ${2 ** 53}`),
      );
    }
  });
});
