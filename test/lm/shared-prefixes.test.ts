import fc from 'fast-check';
import { Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { Forward } from '#lm/forward';
import { columnsOf, gather, lengthOf, tokensOf } from '#lm/kv-cache';
import { type Reading, readTexts } from '#lm/shared-prefixes';

interface Call {
  readonly rows: number;
  readonly columns: number;
  readonly past: number;
}

const NO_SIGNATURE = {
  integerType: 'int64',
  takesLogitCount: true,
  givesWholeCache: false,
  cacheTensors: [],
  vocabularySize: 1,
} as const;

/** Its cache is the text that was read, and its logits after a token are the text up to there. */
function rememberingModel(takesPositions = true) {
  const calls: Call[] = [];
  const call: Forward['call'] = async (sequences, { past, logitColumns, keep }) => {
    const columns = Math.max(...sequences.map(({ length }) => length));
    const before = past ? columnsOf(past) : 0;
    // Padding in between moves no token into another 256 columns.
    const starts = past ? tokensOf(past) : [0];
    const isEven = starts.every((tokens) => tokens === before);
    const stretchOf = (column: number) => Math.floor(column / 256);
    const stays = stretchOf(Math.min(...starts)) === stretchOf(before + columns - 1);
    expect(isEven || (takesPositions && stays)).toBe(true);
    calls.push({ rows: sequences.length, columns, past: before });
    const cached = past?.tensors[0]?.data as Float32Array | undefined;
    const readBefore = sequences.map((_, row) => [
      ...(cached?.slice(row * before, (row + 1) * before) ?? []),
    ]);
    const texts = sequences.map((ids, row) => {
      const known = readBefore[row]?.filter((_, column) => past?.mask[row]?.[column] === 1) ?? [];
      return [...known, ...ids, ...Array<number>(before + columns - known.length - ids.length).fill(-1)];
    });
    const mask = sequences.map((ids) => new Uint8Array(columns).fill(1, 0, ids.length));
    const laidOut = sequences.flatMap((ids) => [...ids, ...Array<number>(columns - ids.length).fill(-1)]);
    const tensors = [new Tensor('float32', Float32Array.from(laidOut), [texts.length, 1, columns, 1])];
    return {
      logits: (row, column) => {
        expect(column).toBeGreaterThanOrEqual(columns - logitColumns);
        expect(column).toBeLessThan(sequences[row]?.length ?? 0);
        const known = past ? (tokensOf(past)[row] ?? 0) : 0;
        return Float32Array.from(texts[row]?.slice(0, known + column + 1) ?? []);
      },
      cache: keep ? { mask, tensors } : { mask: [], tensors: [] },
    };
  };
  const signature = { ...NO_SIGNATURE, takesPositions };
  return { forward: { call, signature }, calls };
}

/** How many different beginnings texts have: the tokens that have to be read at least. */
const beginnings = (readings: readonly Reading[]): number =>
  new Set(readings.flatMap(({ ids }) => ids.map((_, last) => ids.slice(0, last + 1).join(' ')))).size;

const computed = (calls: readonly Call[]): number =>
  calls.reduce((sum, { rows, columns }) => sum + rows * columns, 0);

describe('texts that begin alike', () => {
  const readings = fc.array(
    fc
      .array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 12 })
      .chain((ids) => fc.record({ ids: fc.constant(ids), from: fc.nat(ids.length - 1) })),
    { maxLength: 40 },
  );

  it('are visited where it is wanted, each position once and in order, after all that came before', async () => {
    await fc.assert(
      fc.asyncProperty(readings, fc.boolean(), async (wanted, takesPositions) => {
        const { forward, calls } = rememberingModel(takesPositions);
        const visited = wanted.map((): number[] => []);
        await readTexts(forward, wanted, (place) => {
          for (const reading of place.readings) {
            visited[reading]?.push(place.position);
            expect([...place.logits]).toEqual(wanted[reading]?.ids.slice(0, place.position + 1));
          }
        });
        expect(visited).toEqual(
          wanted.map(({ ids, from }) => Array.from(ids.slice(from), (_, i) => from + i)),
        );
        const padding = calls.reduce((sum, { rows }) => sum + (rows > 1 ? 16 : 0), 0);
        expect(computed(calls)).toBeGreaterThanOrEqual(beginnings(wanted));
        const unshared = 8 * wanted.length; // read again where sharing would save less than eight
        expect(computed(calls)).toBeLessThanOrEqual(beginnings(wanted) + padding + unshared);
      }),
    );
  });

  it('are gone on from where each of them ends, when their caches are kept', async () => {
    await fc.assert(
      fc.asyncProperty(readings, async (wanted) => {
        const { forward } = rememberingModel();
        await readTexts(
          forward,
          wanted,
          ({ readings: places, position, past }) => {
            const read = past && gather([past]).tensors[0]?.data;
            const length = lengthOf(past);
            for (const place of places)
              expect([...((read as Float32Array | undefined)?.slice(0, length) ?? [])]).toEqual(
                wanted[place]?.ids.slice(0, position + 1),
              );
          },
          { keep: true },
        );
      }),
    );
  });

  it('are read in chunks where they are long, and part only where they differ', async () => {
    const { forward, calls } = rememberingModel();
    const long = Array.from({ length: 300 }, (_, i) => i);
    const texts = [long, [...long, 1, 2], [...long, 7], long.slice(0, 250)];
    await readTexts(
      forward,
      texts.map((ids) => ({ ids, from: ids.length - 1 })),
      () => {},
    );
    expect(calls).toEqual([
      { rows: 1, columns: 100, past: 0 },
      { rows: 1, columns: 100, past: 100 },
      { rows: 1, columns: 100, past: 200 },
      { rows: 2, columns: 2, past: 300 },
    ]);
  });

  it('share no call in which padding would move a token of theirs beyond 256 columns', async () => {
    const { forward, calls } = rememberingModel();
    const beginnings = [250, 252].map((length) => Array.from({ length }, (_, i) => 1000 * length + i));
    const texts = beginnings.flatMap((ids) => [1, 2].map((id) => [...ids, ...Array<number>(8).fill(id)]));
    await readTexts(
      forward,
      texts.map((ids) => ({ ids, from: ids.length - 1 })),
      () => {},
    );
    expect(calls.slice(-2)).toEqual([
      { rows: 2, columns: 8, past: 250 },
      { rows: 2, columns: 8, past: 252 },
    ]);
  });

  it('are finished before others are begun, once many of them wait', async () => {
    const { forward, calls } = rememberingModel();
    const texts = Array.from({ length: 200 }, (_, text) =>
      Array.from({ length: 50 }, (_, i) => 1000 * text + i),
    );
    const readings = texts.flatMap((ids) =>
      [
        [...ids, 1],
        [...ids, 2],
      ].map((one) => ({ ids: one, from: 50 })),
    );
    await readTexts(forward, readings, () => {});
    let held = 0;
    for (const { rows, columns, past } of calls) {
      held += past === 0 ? rows * columns : (-rows * past) / 2; // each has two that go on from it
      expect(held).toBeLessThanOrEqual(4096 + 256);
      expect(rows * (past + columns)).toBeLessThanOrEqual(2048);
    }
    expect(computed(calls)).toBe(200 * 52);
  });

  it('have at least one token', async () => {
    const { forward } = rememberingModel();
    await expect(readTexts(forward, [{ ids: [], from: 0 }], () => {})).rejects.toThrow(RangeError);
    await readTexts(forward, [], () => expect.unreachable());
  });
});
