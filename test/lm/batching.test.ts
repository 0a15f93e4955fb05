import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchesByLength, chunksOf } from '#lm/batching';

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

describe('batches', () => {
  it('hold every text once, shorter ones first, within the budget or alone', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 60 });
    fc.assert(
      fc.property(lengths, (own) => {
        const batches = batchesByLength(own, 256);
        expect(batches.flat().sort((a, b) => a - b)).toEqual([...own.keys()]);
        for (const batch of batches) {
          const longest = Math.max(...batch.map((i) => own[i] ?? 0));
          if (batch.length > 1) expect(batch.length * longest).toBeLessThanOrEqual(256);
        }
        const order = batches.flat().map((i) => own[i] ?? 0);
        expect(order).toEqual([...order].sort((a, b) => a - b));
      }),
    );
  });

  it('obey a further limit', () => {
    expect(batchesByLength([1, 1, 1, 1, 1], 256, (count) => count <= 2)).toEqual([[0, 1], [2, 3], [4]]);
  });
});
