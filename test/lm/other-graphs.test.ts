import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { externalData } from '#convert/onnx/external-data';
import { ElementType, graphBuilder } from '#convert/onnx/graph-builder';
import { decoder, promptOrder, promptReader } from '#lm/decoding';
import { Forward } from '#lm/forward';
import { generateAfter } from '#lm/generate';
import { readSignature } from '#lm/model-signature';
import { modelSteps } from '#lm/model-steps';
import { sessionOptions } from '#lm/pretrained';
import { nextAfter } from '#lm/score';
import { visitPositions } from '#lm/shared-prefixes';
import type { OpenText } from '#lm/types';
import { sharedFolder } from '../temporary.ts';
import { largestDifference } from './small-model.ts';

/**
 * A graph as small as can be that is not laid out as the embedded one is: no positions, no count of logits, and logits
 * that are simply a running sum. After tokens t1 … tn the logit of v is the sum of all ti, times the weight of v.
 */
const WEIGHTS = [0.5, -1, 2, 0.25, 1];

async function writeRunningSum(folder: string): Promise<string> {
  const data = externalData('model.onnx');
  const graph = graphBuilder(data);
  const ids = graph.input('input_ids', ElementType.int64, ['batch', 'sequence']);
  const mask = graph.input('attention_mask', ElementType.int64, ['batch', 'total']);
  const cache = ['batch', 1, 'past', 1];
  const past = graph.input('past_key_values.0.key', ElementType.float32, cache);
  graph.input('past_key_values.0.value', ElementType.float32, cache);

  const float = { to: ElementType.float32 };
  const values = graph.node('Unsqueeze', [graph.node('Cast', [ids], 'idsFloat', float), [1, 3]], 'values');
  const all = graph.node('Concat', [past, values], 'present.0.key', { axis: 2 }); // B x 1 x T x 1
  graph.node('Identity', [all], 'present.0.value');
  const flat = graph.node('Squeeze', [all, [1, 3]], 'flat'); // B x T
  const masked = graph.node('Mul', [flat, graph.node('Cast', [mask], 'maskFloat', float)], 'masked');
  const sums = graph.node('CumSum', [masked, graph.integer(1)], 'sums');
  const newOnes = graph.node('Shape', [ids], 'shape');
  const count = graph.node('Slice', [newOnes, [1], [2]], 'count');
  const start = graph.node('Neg', [count], 'start');
  const last = graph.node('Slice', [sums, start, [1 << 30], [1]], 'last'); // B x S
  const column = graph.node('Unsqueeze', [last, [2]], 'column');
  const weights = graph.weight(
    'weights',
    ElementType.float32,
    [1, WEIGHTS.length],
    Float32Array.from(WEIGHTS),
  );
  graph.node('MatMul', [column, weights], 'logits');
  graph.output('logits', ElementType.float32, ['batch', 'sequence', WEIGHTS.length]);
  graph.output('present.0.key', ElementType.float32, ['batch', 1, 'total', 1]);
  graph.output('present.0.value', ElementType.float32, ['batch', 1, 'total', 1]);
  const path = join(folder, 'model.onnx');
  for (const [name, bytes] of data.files()) await writeFile(join(folder, name), bytes);
  await writeFile(path, graph.encode('running-sum', { name: 'test', version: '1' }));
  return path;
}

const path = await writeRunningSum(sharedFolder());
const session = await InferenceSession.create(path, sessionOptions(1));
const forward = new Forward(session, readSignature(session, {}, path));
afterAll(() => session.release());

function expected(ids: readonly number[]): number[] {
  const sum = ids.reduce((total, id) => total + id, 0);
  return WEIGHTS.map((weight) => sum * weight);
}

describe('a graph without positions and without a count of logits', () => {
  it('is read as it says it is', () => {
    expect(forward.signature).toMatchObject({
      takesPositions: false,
      takesLogitCount: false,
      vocabularySize: 5,
    });
  });

  it('gives the logits of every position, across chunks', async () => {
    const ids = Array.from({ length: 300 }, (_, i) => i % 5);
    let visits = 0;
    await visitPositions(forward, ids, 0, (position, logits) => {
      visits++;
      expect(largestDifference(logits, expected(ids.slice(0, position + 1)))).toBe(0);
    });
    expect(visits).toBe(300);
  });

  it('gives the last logits of texts of different lengths', async () => {
    const texts = [[1], [4, 4, 4], [2, 3], [0, 1, 2, 3, 4]];
    const logits = await nextAfter(forward, texts);
    for (const [i, ids] of texts.entries()) expect(largestDifference(logits[i] ?? [], expected(ids))).toBe(0);
  });

  it('continues prompts of different lengths, in groups of equal length', async () => {
    const prompts = [[1], [4, 4, 4], [3], [0, 1]];
    const order = promptOrder(prompts, true);
    const options = { maxTokens: 3, temperature: 0, stop: [], equalLengths: true, order };
    const reader = promptReader(forward, prompts, order);
    const generations = await generateAfter(prompts, options, decoder(forward, reader));
    // The heaviest weight is that of token 2, so it is always the next while the sum is positive.
    for (const { ids } of generations) expect(ids).toEqual([2, 2, 2]);
  });

  it('takes steps with texts that come, go and are copied, each as if it were alone', async () => {
    const steps = modelSteps(forward, []);
    const written = new Map<OpenText, number[]>();
    const idOf = (text: OpenText) => (written.get(text)?.length ?? 0) % 5;
    const look = (text: OpenText, logits: Float32Array) => {
      const ids = written.get(text) ?? [];
      ids.push(idOf(text));
      expect(largestDifference(logits, expected(ids))).toBe(0);
    };
    for (const length of [3, 2, 2, 5, 4, 1]) {
      const text = steps.open();
      const ids = Array<number>(length).fill(1);
      const [extension] = steps.together([{ text, ids, wanted: 1 }]);
      let last = new Float32Array(0);
      await steps.read(extension ? [extension] : [], (_extension, _place, logits) => {
        last = logits.slice();
      });
      expect(largestDifference(last, expected(ids))).toBe(0);
      const copy = steps.copy(text);
      for (const one of [text, copy]) {
        written.set(one, [...ids]);
        steps.start(one);
      }
      await steps.step(idOf, look);
      const [oldest] = written.keys();
      if (oldest && written.size > 5) {
        steps.close(oldest);
        written.delete(oldest);
      }
    }
    for (const [text, ids] of written) expect(text.length).toBe(ids.length);
    expect(() => steps.copy(steps.open())).not.toThrow();
    const [started] = written.keys();
    expect(() => started && steps.copy(started)).toThrow('a text that was started cannot be copied');
  });
});
