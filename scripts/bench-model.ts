import { join } from 'node:path';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { type GraphContract, readContract } from '#lm/graph-contract';
import { resolveModel } from '#lm/identity';
import { readModelJson } from '#lm/model-folder';
import { openLanguageModel } from '#lm/open';
import { openSession } from '#lm/open-session';
import type { LanguageModel } from '#lm/types';

/** How fast the model opens, how fast its session is alone, and how fast `score` is beside it. */
export interface ModelSpeed {
  /** Checking the files, the tokenizer and the session together. */
  readonly openMilliseconds: number;
  /** Median speeds of the session alone, given logits of all positions and nothing else to do. */
  readonly raw: readonly { readonly tokensACall: number; readonly tokensPerSecond: number }[];
  readonly score: {
    readonly tokens: number;
    readonly tokensPerSecond: number;
    /** Median over the rounds of score's speed beside that of the raw session at 128-token calls just before. */
    readonly ratioToRaw128: number;
  };
}

const CALL_SIZES = [16, 64, 128, 256];
const REFERENCE_SIZE = 128;
const TEXT_LENGTH = 1024;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

async function millisecondsOf(body: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await body();
  return performance.now() - start;
}

/** What the graph wants for one text without anything before it. */
function feedsOf(contract: GraphContract, ids: readonly number[]): Record<string, Tensor> {
  const integers = (values: readonly number[]): Tensor =>
    contract.integerType === 'int64'
      ? new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length])
      : new Tensor('int32', Int32Array.from(values), [1, values.length]);
  const feeds: Record<string, Tensor> = {
    input_ids: integers(ids),
    attention_mask: integers(ids.map(() => 1)),
  };
  if (contract.takesPositions) feeds.position_ids = integers([...ids.keys()]);
  if (contract.takesLogitCount) feeds.num_logits_to_keep = new Tensor('int64', BigInt64Array.of(0n), []);
  for (const { input, heads, headSize } of contract.keyValues) {
    feeds[input] = new Tensor('float32', new Float32Array(0), [1, heads, 0, headSize]);
  }
  return feeds;
}

/** The session alone reads the text in separate calls of one size, and hands over the logits of all positions. */
async function readRaw(session: InferenceSession, calls: readonly Record<string, Tensor>[]): Promise<void> {
  for (const feeds of calls) await session.run(feeds, ['logits']);
}

async function openRaw(): Promise<{ session: InferenceSession; contract: GraphContract }> {
  const { folder } = await resolveModel();
  const path = join(folder.path, folder.graph);
  const session = await openSession(path);
  return { session, contract: readContract(session, await readModelJson(folder.path, 'config.json'), path) };
}

/**
 * Measures over the first 1,024 tokens of `text`. Raw calls and score take turns, so that a machine that is busy at
 * times is as busy for both. Score also reads all that came before each token, which the raw calls do not.
 */
export async function benchModel(text: string, rounds: number): Promise<ModelSpeed> {
  let lm: LanguageModel | undefined;
  const openMilliseconds = await millisecondsOf(async () => {
    lm = await openLanguageModel();
  });
  if (lm === undefined) throw new Error('the model did not open');
  const model = lm;
  const { session, contract } = await openRaw();
  const ids = model.encode(text).slice(0, TEXT_LENGTH);
  if (ids.length < TEXT_LENGTH) throw new Error(`the text has only ${ids.length} tokens`);
  const calls = new Map(
    CALL_SIZES.map((size) => [
      size,
      Array.from({ length: ids.length / size }, (_, i) =>
        feedsOf(contract, ids.slice(i * size, (i + 1) * size)),
      ),
    ]),
  );
  const speedOf = (milliseconds: number): number => (1000 * ids.length) / milliseconds;
  const raw = new Map<number, number[]>(CALL_SIZES.map((size) => [size, []]));
  const score: number[] = [];
  const ratios: number[] = [];
  await readRaw(session, calls.get(REFERENCE_SIZE) ?? []); // both warm up once, unmeasured
  await model.score(ids);
  for (let round = 0; round < rounds; round++) {
    for (const size of CALL_SIZES) {
      const speed = speedOf(await millisecondsOf(() => readRaw(session, calls.get(size) ?? [])));
      raw.get(size)?.push(speed);
      if (size !== REFERENCE_SIZE) continue;
      const scored = speedOf(await millisecondsOf(() => model.score(ids)));
      score.push(scored);
      ratios.push(scored / speed);
    }
  }
  await session.release();
  await model.close();
  return {
    openMilliseconds,
    raw: [...raw].map(([tokensACall, speeds]) => ({ tokensACall, tokensPerSecond: median(speeds) })),
    score: { tokens: ids.length, tokensPerSecond: median(score), ratioToRaw128: median(ratios) },
  };
}
