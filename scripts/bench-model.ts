import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { integerTensor } from '#lm/forward';
import { resolveModel } from '#lm/identity';
import { readModelJson } from '#lm/model-folder';
import { type ModelSignature, readSignature } from '#lm/model-signature';
import { openLanguageModel } from '#lm/open';
import { openSession } from '#lm/open-session';
import { median } from '#numerics/statistics';

/** How fast the model opens, how fast its session is alone, and how fast `score` is beside it. */
export interface ModelSpeed {
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

/** What the graph wants for one text without anything before it. */
function feedsOf(signature: ModelSignature, ids: readonly number[]): Record<string, Tensor> {
  const integers = (values: readonly number[]): Tensor =>
    integerTensor(signature.integerType, values, [1, values.length]);
  const feeds: Record<string, Tensor> = {
    input_ids: integers(ids),
    attention_mask: integers(ids.map(() => 1)),
  };
  if (signature.takesPositions) feeds.position_ids = integers([...ids.keys()]);
  if (signature.takesLogitCount) feeds.num_logits_to_keep = integerTensor('int64', [0], []);
  for (const { input, heads, headSize } of signature.cacheTensors)
    feeds[input] = new Tensor('float32', new Float32Array(0), [1, heads, 0, headSize]);
  return feeds;
}

/**
 * Measures over the first 1,024 tokens of `text`. Raw calls and score take turns, so that a machine that is busy at
 * times is as busy for both. Score also reads all that came before each token, which the raw calls do not.
 */
export async function benchModel(text: string, rounds: number): Promise<ModelSpeed> {
  const start = performance.now();
  const model = await openLanguageModel();
  const openMilliseconds = performance.now() - start;
  const { folder } = await resolveModel();
  const path = join(folder.path, folder.graph);
  const session = await openSession(path);
  const signature = readSignature(session, await readModelJson(folder.path, 'config.json'), path);
  const ids = model.encode(text).slice(0, TEXT_LENGTH);
  if (ids.length < TEXT_LENGTH) throw new Error(`the text has only ${ids.length} tokens`);

  /** The session alone reads the text in separate calls of one size, and hands over the logits of all positions. */
  const readRaw = async (size: number): Promise<void> => {
    for (let from = 0; from < ids.length; from += size) {
      await session.run(feedsOf(signature, ids.slice(from, from + size)), ['logits']);
    }
  };
  const speedOf = async (body: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await body();
    return (1000 * ids.length) / (performance.now() - start);
  };
  const raw = new Map<number, number[]>(CALL_SIZES.map((size) => [size, []]));
  const score: number[] = [];
  const ratios: number[] = [];
  await readRaw(REFERENCE_SIZE); // both warm up once, unmeasured
  await model.score(ids);
  for (let round = 0; round < rounds; round++) {
    for (const size of CALL_SIZES) {
      const speed = await speedOf(() => readRaw(size));
      raw.get(size)?.push(speed);
      if (size !== REFERENCE_SIZE) continue;
      const scored = await speedOf(() => model.score(ids));
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
