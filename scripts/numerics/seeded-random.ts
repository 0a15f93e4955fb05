import { assertPositiveInteger } from './assert.ts';

/**
 * Seeded random numbers: the same seed gives the same numbers on every machine. The generator is sfc32 of C.
 * Doty-Humphrey's PractRand, in 32-bit arithmetic because a bootstrap draws a million times.
 */
export interface SeededRandom {
  /** A float64 in [0, 1) with 53 random bits. */
  next(): number;
  /** An integer in [0, n). Throws a RangeError unless n is a positive integer. */
  below(n: number): number;
}

const WARM_UP = 12; // rounds that mix the seed into the state first, as in PractRand

/** Throws a RangeError unless the seed is an integer. */
export function seededRandom(seed: number): SeededRandom {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be an integer, got ${seed}`);
  let a = 0;
  let b = seed | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let counter = 1;
  const draw = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < WARM_UP; round++) draw();
  const next = (): number => {
    const high = draw() >>> 5;
    const low = draw() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  };
  return {
    next,
    below(n) {
      assertPositiveInteger('n', n);
      return Math.floor(next() * n);
    },
  };
}

/** A shuffled copy of a list; every order is equally likely (Fisher-Yates). */
export function seededShuffle<T>(items: readonly T[], random: Pick<SeededRandom, 'below'>): T[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const chosen = shuffled.splice(other, 1, ...shuffled.slice(last, last + 1));
    shuffled.splice(last, 1, ...chosen);
  }
  return shuffled;
}
