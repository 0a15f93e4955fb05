import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, seededShuffle } from '#numerics/seeded-random';

/** sfc32 once more, in unbounded integers cut to 32 bits: shares no operator with the code under test. */
function* sfc32(seed: bigint): Generator<bigint> {
  const cut = (value: bigint): bigint => BigInt.asUintN(32, value);
  let [a, b, c, counter] = [0n, cut(seed), cut(seed >> 32n), 1n];
  for (;;) {
    const sum = cut(a + b + counter);
    counter = cut(counter + 1n);
    a = b ^ (b / 2n ** 9n);
    b = cut(c * 9n);
    c = cut(cut(c * 2n ** 21n) + c / 2n ** 11n + sum);
    yield sum;
  }
}

function float64Of(words: Generator<bigint>): number {
  const [high, low] = [words.next().value as bigint, words.next().value as bigint];
  return Number((high >> 5n) * 2n ** 26n + (low >> 6n)) / 2 ** 53;
}

describe('seeded random numbers', () => {
  it('are those of sfc32 written down with unbounded integers', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (seed) => {
        const words = sfc32(BigInt(seed));
        for (let round = 0; round < 12; round++) words.next();
        const random = seededRandom(seed);
        for (let i = 0; i < 20; i++) expect(random.next()).toBe(float64Of(words));
      }),
    );
  });
});

describe('a seeded shuffle', () => {
  it('keeps every item once and leaves the list alone', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(5), { nil: undefined })), fc.nat(), (items, seed) => {
        const before = [...items];
        const shuffled = seededShuffle(items, seededRandom(seed));
        expect(items).toEqual(before);
        const sorted = (list: readonly (number | undefined)[]) => list.map(String).sort();
        expect(sorted(shuffled)).toEqual(sorted(items));
      }),
    );
  });
});
