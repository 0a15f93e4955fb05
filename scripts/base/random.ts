/**
 * Seeded random numbers: the same seed gives the same numbers on every machine. The generator is PCG-XSH-RR with
 * 64 bits of state and 32 of output (M. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good
 * Algorithms for Random Number Generation", 2014), two draws a float64.
 */
export interface Random {
  /** A float64 in [0, 1) with 53 random bits. */
  next(): number;
  /** An integer in [0, n). Throws a RangeError unless n is a positive integer. */
  below(n: number): number;
}

const MULTIPLIER = 6364136223846793005n;
const MASK_64 = (1n << 64n) - 1n;

/** A generator for (seed, stream); different streams of one seed are independent sequences. */
export function seededRandom(seed: number, stream = 0): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be an integer, got ${seed}`);
  if (!Number.isSafeInteger(stream) || stream < 0) {
    throw new RangeError(`stream must be a non-negative integer, got ${stream}`);
  }
  const increment = ((BigInt(stream) << 1n) | 1n) & MASK_64;
  let state = 0n;
  const draw = (): number => {
    const old = state;
    state = (old * MULTIPLIER + increment) & MASK_64;
    const shifted = Number((((old >> 18n) ^ old) >> 27n) & 0xffffffffn);
    const rotation = Number(old >> 59n);
    return ((shifted >>> rotation) | (shifted << (-rotation & 31))) >>> 0;
  };
  draw();
  state = (state + BigInt.asUintN(64, BigInt(seed))) & MASK_64;
  draw();
  const next = (): number => {
    const high = draw() >>> 5;
    const low = draw() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  };
  return {
    next,
    below(n) {
      if (!Number.isSafeInteger(n) || n <= 0) throw new RangeError(`n must be a positive integer, got ${n}`);
      return Math.floor(next() * n);
    },
  };
}
