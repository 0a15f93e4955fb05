import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { besideFirst, chunksOf, shortestTogether } from '#lm/batching';

describe('chunks of a long text', () => {
  it('cover it in order, none longer than allowed, all nearly equal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 2, max: 300 }), (length, largest) => {
        const chunks = chunksOf(length, largest);
        expect(chunks[0]?.start).toBe(0);
        expect(chunks.at(-1)?.end).toBe(length);
        for (const [i, chunk] of chunks.entries()) expect(chunk.start).toBe(i === 0 ? 0 : chunks[i - 1]?.end);
        const sizes = chunks.map(({ start, end }) => end - start);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(largest);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are never of one token at the usual size, unless the text is', () => {
    for (let length = 2; length < 2000; length++) {
      for (const { start, end } of chunksOf(length)) expect(end - start).toBeGreaterThan(1);
    }
    expect(chunksOf(130)).toEqual([
      { start: 0, end: 65 },
      { start: 65, end: 130 },
    ]);
    expect(chunksOf(0)).toEqual([]);
  });
});

describe('the texts of one call', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 60 });

  it('are the shortest, within 256 tokens, 16 of them padding, and the first in any case', () => {
    fc.assert(
      fc.property(lengths, (own) => {
        const together = shortestTogether(own);
        const taken = together.map((i) => own[i] ?? 0);
        const sorted = [...own].sort((a, b) => a - b);
        expect(taken).toEqual(sorted.slice(0, taken.length));
        const padded = (count: number): number => count * (sorted[count - 1] ?? 0);
        const padding = (count: number): number =>
          padded(count) - sorted.slice(0, count).reduce((sum, length) => sum + length, 0);
        const isAllowed = (count: number): boolean => padded(count) <= 256 && padding(count) <= 16;
        if (taken.length > 1) expect(isAllowed(taken.length)).toBe(true);
        if (taken.length < own.length) expect(isAllowed(taken.length + 1)).toBe(false);
      }),
    );
  });
});

describe('texts beside the first', () => {
  it('keep its turn and their order, within 64 tokens of which 16 are padding, and fit', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lengths, fc.nat(11), (sizes, excluded) => {
        const chosen = besideFirst(sizes, (indices) => !indices.includes(excluded) || excluded === 0);
        const own = chosen.map((index) => sizes[index] ?? 0);
        const padded = own.length * Math.max(...own);
        expect(chosen[0]).toBe(0);
        expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
        expect(padded <= 64 || chosen.length === 1).toBe(true);
        expect(padded - own.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(16);
        if (excluded > 0) expect(chosen).not.toContain(excluded);
      }),
    );
    expect(besideFirst([20, 32, 18], () => true)).toEqual([0, 1]);
    expect(besideFirst([20, 18, 22], () => true)).toEqual([0, 1]);
    expect(besideFirst([20, 18, 19], () => true)).toEqual([0, 1, 2]);
  });
});
