import fc from 'fast-check';
import { Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { CachedText, KvCache } from '#lm/kv-cache';
import { GrowingCache } from '#lm/kv-cache';

const [HEADS, HEAD_SIZE] = [2, 3];
let next = 0;

/** Two tensors of sequences of one length, no two numbers alike. */
function cacheOf(rows: number, columns: number): KvCache {
  const tensor = () => {
    const data = Float32Array.from({ length: rows * HEADS * columns * HEAD_SIZE }, () => next++);
    return new Tensor('float32', data, [rows, HEADS, columns, HEAD_SIZE]);
  };
  return {
    mask: Array.from({ length: rows }, () => new Uint8Array(columns).fill(1)),
    tensors: [tensor(), tensor()],
  };
}

/** What a row of a cache holds, padding left out: [tensor][head][column] vectors. */
function contentOf({ mask, tensors }: KvCache, row: number): number[][][][] {
  return tensors.map(({ data, dims: [, heads = 0, columns = 0, size = 0] }) =>
    Array.from({ length: heads }, (_, head) =>
      Array.from({ length: columns }, (_, column) => {
        const start = ((row * heads + head) * columns + column) * size;
        return [...(data as Float32Array).slice(start, start + size)];
      }).filter((_, column) => mask[row]?.[column] === 1),
    ),
  );
}

const columnsOf = ({ tensors }: KvCache): number => tensors[0]?.dims[2] ?? 0;

type Step = { add: number[] } | { append: true } | { remove: number } | { repeat: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ add: fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 3 }) }),
    fc.record({ append: fc.constant(true as const) }),
    fc.record({ remove: fc.nat(5) }),
    fc.record({ repeat: fc.nat(5) }),
  ),
  { maxLength: 25 },
);

/** Takes the steps and holds what the cache says after each against rows that are simply lists. */
function run(keepsRoom: boolean, taken: readonly Step[], look: (grown: GrowingCache) => void): void {
  const grown = new GrowingCache(keepsRoom);
  let rows: number[][][][][] = [];
  for (const step of taken) {
    if ('add' in step) {
      const texts = step.add.map(
        (columns): CachedText => ({ cache: cacheOf(2, columns + 4), row: 1, columns }),
      );
      grown.add(texts);
      const begun = texts.map(({ cache, row, columns }) =>
        contentOf(cache, row).map((heads) => heads.map((vectors) => vectors.slice(0, columns))),
      );
      rows.push(...begun);
    } else if (rows.length === 0) {
      continue;
    } else if ('append' in step) {
      const read = cacheOf(rows.length, 1);
      grown.append(read);
      rows = rows.map((row, r) =>
        row.map((heads, t) => heads.map((vectors, h) => [...vectors, ...(contentOf(read, r)[t]?.[h] ?? [])])),
      );
    } else if ('remove' in step) {
      const row = step.remove % rows.length;
      grown.remove(row);
      const last = rows.pop();
      if (last && row < rows.length) rows[row] = last;
    } else {
      const row = step.repeat % rows.length;
      grown.repeat(row);
      rows.push(rows[row] ?? []);
    }
    expect(grown.rows).toBe(rows.length);
    if (rows.length > 0) expect(rows.map((_, row) => contentOf(grown.cache, row))).toEqual(rows);
    look(grown);
  }
  grown.release();
  expect(grown.rows).toBe(0);
}

describe('a growing cache', () => {
  it('holds what was put in each row, whatever comes and goes, in as few stretches as the longest row needs', () => {
    fc.assert(
      fc.property(steps, (taken) =>
        run(true, taken, ({ rows, cache }) => {
          if (rows === 0) return;
          // Also when the longest has gone: the next tokens of the others must not move into its stretch.
          const longest = Math.max(...cache.mask.map((row) => row.reduce((sum, one) => sum + one, 0)));
          expect(Math.floor(columnsOf(cache) / 256)).toBe(Math.floor(longest / 256));
        }),
      ),
    );
  });

  it('has no padding at all where none may be, for rows of one length', () => {
    const equal = fc
      .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 4 }), fc.nat(5))
      .map(([length, count, appended]): Step[] => [
        { add: Array<number>(count).fill(length) },
        ...Array<Step>(appended).fill({ append: true }),
        { repeat: 0 },
        { append: true },
        ...Array<Step>(count + 1).fill({ remove: 0 }),
        { add: [1] },
      ]);
    fc.assert(
      fc.property(equal, (taken) => {
        run(false, taken, ({ rows, cache }) => {
          for (const mask of cache.mask.slice(0, rows)) expect([...mask]).toEqual([...mask].fill(1));
        });
      }),
    );
  });

  it('keeps the token after its longest row in that stretch of 256 columns, and does not grow with every one', () => {
    const grown = new GrowingCache(true);
    grown.add([{ cache: cacheOf(1, 200), row: 0, columns: 200 }]);
    const seen = new Set<number>();
    for (let length = 200; length < 600; length++) {
      const columns = columnsOf(grown.cache);
      seen.add(columns);
      expect(columns).toBeGreaterThanOrEqual(length);
      expect(Math.floor(columns / 256)).toBe(Math.floor(length / 256));
      grown.append(cacheOf(1, 1));
    }
    expect(seen.size).toBeLessThan(20);
  });
});
