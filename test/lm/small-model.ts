/**
 * A small real model for these tests: the converter's test model (a Llama of two layers, random weights), converted
 * to a folder as a user would have one, and its float64 forward pass, which shares no code with the project.
 */

import { join } from 'node:path';
import { afterAll } from 'vitest';
import { Forward, type RunnableSession } from '#lm/forward';
import { findModelFolder } from '#lm/model-folder';
import { readSignature } from '#lm/model-signature';
import { onnxLanguageModel } from '#lm/onnx-model';
import { openLanguageModel } from '#lm/open';
import { openSession, openTokenizer } from '#lm/pretrained';
import type { LanguageModel } from '#lm/types';
import { writeConverted } from '../convert/converted.ts';
import { forward } from '../convert/float64-forward.ts';
import { smallModel as smallGguf } from '../convert/small-gguf.ts';
import { sharedFolder } from '../temporary.ts';

/** More than two chunks of a long text. */
export const CONTEXT_LENGTH = 320;

const model = smallGguf(11);

/** The model's folder, named "small", for the tests of a file. */
export async function smallFolder(): Promise<string> {
  model.metadata.set('llama.context_length', { kind: 'count', value: CONTEXT_LENGTH });
  const path = join(sharedFolder(), 'small');
  await writeConverted(model, path);
  return path;
}

/** The model's folder, and the model itself, for the tests of a file. */
export async function smallModel(): Promise<{ folder: string; lm: LanguageModel }> {
  const folder = await smallFolder();
  const lm = await openLanguageModel({ model: folder, threads: 1 });
  afterAll(() => lm.close());
  return { folder, lm };
}

/** The logits [position][V] of a text by the independent forward pass. */
export function expectedLogits(ids: readonly number[]): number[][] {
  return forward(model, ids);
}

/** Shapes of one call of the session: of the ids going in and of the logits coming out. */
export interface WatchedCall {
  readonly ids: readonly number[];
  readonly logits: readonly number[];
  /** Where the keys and values that went in lie. */
  readonly memory: readonly ArrayBufferLike[];
}

interface Watching {
  /** Without what few other graphs give, the new keys and values alone. */
  readonly isPlain?: boolean;
  /** May write other logits over those of each token, [V]. */
  readonly change?: (logits: Float32Array) => void;
}

/** Opens a folder's model so that every call of its session is noted. */
export async function openWatched(
  path: string,
  { isPlain = false, change }: Watching = {},
): Promise<{ lm: LanguageModel; calls: WatchedCall[] }> {
  const calls: WatchedCall[] = [];
  const folder = await findModelFolder(path);
  const graph = join(path, folder.graph);
  const session = await openSession(folder, 2);
  const { inputMetadata, outputMetadata } = session;
  const given = outputMetadata.filter(({ name }) => !isPlain || !name.startsWith('new.'));
  const signature = readSignature({ inputMetadata, outputMetadata: given }, {}, graph);
  const watched: RunnableSession = {
    run: async (feeds, fetches) => {
      const outputs = await session.run(feeds, fetches);
      const { logits } = outputs;
      if (change && logits) {
        const all = logits.data as Float32Array;
        const size = logits.dims.at(-1) ?? 0;
        for (let start = 0; start < all.length; start += size) change(all.subarray(start, start + size));
      }
      const dims = (value: unknown): readonly number[] => (value as { dims: readonly number[] }).dims;
      const memory = Object.entries(feeds).flatMap(([name, tensor]) =>
        name.startsWith('past_key_values.') ? [(tensor.data as Float32Array).buffer] : [],
      );
      calls.push({
        ids: dims(feeds.input_ids),
        logits: dims(outputs.logits).slice(0, 2),
        memory,
      });
      return outputs;
    },
  };
  const lm = onnxLanguageModel({
    identity: { id: 'small', sha256: 'watched' },
    forward: new Forward(watched, signature),
    session,
    tokenizer: await openTokenizer(folder),
    contextLength: CONTEXT_LENGTH,
    endIds: [],
  });
  return { lm, calls };
}

/** `count` ids that look random and are always the same. */
export function someIds(count: number, seed: number, vocabularySize: number): number[] {
  return Array.from({ length: count }, (_, i) => (seed * 7919 + i * i * 31 + i * 17) % vocabularySize);
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] ?? Number.NaN) - (b[i] ?? Number.NaN));
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
