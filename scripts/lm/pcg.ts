const MULTIPLIER = 6364136223846793005n;
const MASK_64 = (1n << 64n) - 1n;

/**
 * Seeded random float64 numbers in [0, 1) with 53 random bits, the same on every machine. The generator is PCG-XSH-RR
 * with 64 bits of state and 32 bits of output, two draws a number.
 *
 * The project has two generators, because stored results depend on the numbers of both. Sampling uses this one: its
 * streams give each text of a batch an independent sequence. Resampling uses `#numerics/seeded-random`: it has no
 * streams but is many times as fast, and a bootstrap draws a million numbers.
 *
 * Source: M. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number
 * Generation" (2014).
 */
export function pcg(seed: number, stream = 0): () => number {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be an integer, got ${seed}`);
  if (!Number.isSafeInteger(stream) || stream < 0)
    throw new RangeError(`stream must be a non-negative integer, got ${stream}`);
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
  return () => {
    const high = draw() >>> 5;
    const low = draw() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  };
}
