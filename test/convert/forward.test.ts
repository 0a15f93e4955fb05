import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import onnxProto from 'onnx-proto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pcg } from '#lm/pcg';
import { forward } from './float64-forward.ts';
import { type Cache, RawSession } from './raw-session.ts';
import { SMALL, smallModel, smallTokens } from './small-gguf.ts';
import { writeConverted } from './temporary.ts';

const model = smallModel(7);
const vocabulary = smallTokens().length;
const random = pcg(3);
const ids = (count: number): number[] =>
  Array.from({ length: count }, () => Math.floor(random() * vocabulary));

let folder: string;
let session: RawSession;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forward-'));
  await writeConverted(model, join(folder, 'out'));
  session = await RawSession.open(join(folder, 'out', 'onnx', 'model_q4.onnx'), 2);
});

afterAll(async () => {
  await session.close();
  await rm(folder, { recursive: true, force: true });
});

/** Logits [position][vocabulary] of one sequence of a result. */
function rows(logits: Float32Array, positions: number, sequence = 0): number[][] {
  return Array.from({ length: positions }, (_, position) => {
    const from = (sequence * positions + position) * vocabulary;
    return [...logits.subarray(from, from + vocabulary)];
  });
}

function largestDifference(a: readonly number[][], b: readonly number[][]): number {
  expect(a.map((row) => row.length)).toEqual(b.map((row) => row.length));
  // Math.max of a NaN is NaN, which is below no bound: a logit that is not a number fails.
  return Math.max(
    ...a.flatMap((row, t) => row.map((value, i) => Math.abs(value - (b[t]?.[i] ?? Number.NaN)))),
  );
}

/**
 * What float32 rounding may do here: sixteen times half a unit in the last place of the largest logit. One wrong bit
 * in one four-bit weight of one layer moves the logits a hundred times further.
 */
function roundingBound(logits: readonly number[][]): number {
  return Math.max(...logits.flat().map(Math.abs)) * 2 ** -24 * 16;
}

async function expectLogits(text: readonly number[], got: readonly number[][]): Promise<void> {
  const expected = forward(model, text).slice(-got.length);
  expect(largestDifference(got, expected)).toBeLessThan(roundingBound(expected));
}

describe('a converted model', () => {
  it('gives the logits of a float64 forward pass over the same weights, but for float32 rounding', async () => {
    const text = ids(24);
    const { logits } = await session.run({ ids: [text] });
    await expectLogits(text, rows(logits, 24));
  });

  it('continues a cache that was itself made piece by piece', async () => {
    const text = ids(18);
    let cache: Cache | undefined;
    for (const [from, to] of [
      [0, 5],
      [5, 12],
      [12, 18],
    ] as const) {
      const piece = text.slice(from, to);
      const result = await session.run({ ids: [piece], ...(cache ? { cache } : {}) });
      await expectLogits(text.slice(0, to), rows(result.logits, piece.length));
      cache = result.cache;
    }
  });

  it('gives each text of a right-padded batch what it gives for the text alone', async () => {
    const texts = [ids(9), ids(4), ids(1), ids(6)];
    const width = 9;
    const { logits } = await session.run({
      ids: texts.map((text) => [...text, ...new Array<number>(width - text.length).fill(2)]),
      mask: texts.map((text) => Array.from({ length: width }, (_, t) => (t < text.length ? 1 : 0))),
    });
    expect(logits.every(Number.isFinite)).toBe(true);
    for (const [sequence, text] of texts.entries()) {
      await expectLogits(text, rows(logits, width, sequence).slice(0, text.length));
    }
  });

  it('keeps the logits of the last positions that num_logits_to_keep asks for, and all for 0', async () => {
    const text = ids(10);
    const all = rows((await session.run({ ids: [text], keep: 0 })).logits, 10);
    for (const keep of [1, 3, 10]) {
      const { logits } = await session.run({ ids: [text], keep });
      expect(logits.length).toBe(keep * vocabulary);
      const bound = roundingBound(all);
      expect(largestDifference(rows(logits, keep), all.slice(-keep))).toBeLessThan(bound);
    }
    expect((await session.run({ ids: [text], keep: 99 })).logits.length).toBe(10 * vocabulary);
  });

  it('states the sizes of what a reshape computes, without which opening takes twice as long', async () => {
    const file = await readFile(join(folder, 'out', 'onnx', 'model_q4.onnx'));
    const { graph } = onnxProto.onnx.ModelProto.decode(file);
    const stated = graph?.valueInfo?.map(({ name }) => name);
    const computed = graph?.node?.filter(
      ({ opType, input }) => opType === 'Reshape' && input?.[1]?.includes('-1'),
    );
    expect(computed).toHaveLength(2 * SMALL.layers);
    for (const node of computed ?? []) expect(stated).toContain(node.output?.[0]);
  });

  it('gives the keys and values of the new tokens alone as the last columns of all', async () => {
    const { cache } = await session.run({ ids: [ids(4), ids(4)] });
    const after = await session.run({ ids: [ids(3), ids(3)], cache });
    for (const [name, { data, dims }] of after.added) {
      const all = after.cache.get(name);
      const [sequences = 0, heads = 0, columns = 0, headSize = 0] = all?.dims ?? [];
      expect([columns, dims]).toEqual([7, [2, SMALL.keyValueHeads, 3, SMALL.headSize]]);
      const last = Array.from({ length: sequences * heads }, (_, head) =>
        (all?.data as Float32Array | undefined)?.slice((head * 7 + 4) * headSize, (head + 1) * 7 * headSize),
      );
      expect([...(data as Float32Array)]).toEqual(last.flatMap((part) => [...(part ?? [])]));
    }
  });
});
