import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pcg } from '#lm/sampling';

/**
 * A second PCG-XSH-RR, written after the paper in whole numbers without any trick of 32-bit arithmetic: 64-bit state,
 * output xorshifted and rotated.
 */
function* referenceDraws(seed: bigint, stream: bigint): Generator<bigint> {
  const modulus = 2n ** 64n;
  const increment = (2n * stream + 1n) % modulus;
  const step = (state: bigint): bigint => (state * 6364136223846793005n + increment) % modulus;
  const output = (state: bigint): bigint => {
    const xored = ((state / 2n ** 18n) ^ state) / 2n ** 27n;
    const shifted = xored % 2n ** 32n;
    const rotation = state / 2n ** 59n;
    return (shifted / 2n ** rotation + shifted * 2n ** (32n - rotation)) % 2n ** 32n;
  };
  let state = step((step(0n) + ((seed % modulus) + modulus)) % modulus);
  for (;;) {
    yield output(state);
    state = step(state);
  }
}

function referenceNumber(draws: Generator<bigint>): number {
  const high = draws.next().value / 2n ** 5n;
  const low = draws.next().value / 2n ** 6n;
  return Number(high * 2n ** 26n + low) / 2 ** 53;
}

describe('seeded random numbers', () => {
  it('begin as the published example of PCG32 does (seed 42, stream 54)', () => {
    const published = [0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e];
    const draws = referenceDraws(42n, 54n);
    expect(published.map(() => Number(draws.next().value))).toEqual(published);
    const random = pcg(42, 54);
    for (let i = 0; i < published.length; i += 2) {
      const [high = 0, low = 0] = published.slice(i);
      const expected = Math.floor(high / 32) * 2 ** 26 + Math.floor(low / 64);
      expect(random() * 2 ** 53).toBe(expected);
    }
  });

  it('are those of a second, plainer PCG, for any seed and stream', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(), (seed, stream) => {
        const random = pcg(seed, stream);
        const draws = referenceDraws(BigInt(seed), BigInt(stream));
        for (let i = 0; i < 5; i++) expect(random()).toBe(referenceNumber(draws));
      }),
    );
  });
});
