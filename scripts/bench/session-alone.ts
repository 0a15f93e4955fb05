import { join } from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { integerTensor } from '#lm/forward';
import { resolveModel } from '#lm/identity';
import { readModelJson } from '#lm/model-folder';
import { type ModelSignature, readSignature } from '#lm/model-signature';
import { openSession } from '#lm/open-session';
import type { Ids } from '#lm/types';
import { at } from '#numerics/list';
import { median } from '#numerics/statistics';

/** The embedded model's session alone, given logits of all positions and nothing else to do: what can be reached. */
export interface RawSession {
  /** Tokens a second, reading a text in separate calls of `tokensACall`, without anything before them. */
  speed(tokensACall?: number): Promise<number>;
  release(): Promise<void>;
}

/** A piece of work, and its speed beside that of the raw session at calls of REFERENCE_CALL tokens. */
export interface WorkSpeed {
  readonly name: string;
  readonly tokens: number;
  readonly tokensPerSecond: number;
  readonly ratioToRaw: number;
}

export const REFERENCE_CALL = 128;
/** Of the text that the raw session reads. */
export const RAW_TOKENS = 1024;

/** What the graph wants for one text without anything before it. */
function feedsOf(signature: ModelSignature, ids: Ids): Record<string, Tensor> {
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

/** Tokens a second of work that reads so many. */
export async function speedOf(tokens: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (1000 * tokens) / (performance.now() - start);
}

/** Opens the session to read the first tokens of `ids`. */
export async function openRaw(ids: Ids): Promise<RawSession> {
  const { folder } = await resolveModel();
  const path = join(folder.path, folder.graph);
  const session = await openSession(path);
  const signature = readSignature(session, await readModelJson(folder.path, 'config.json'), path);
  return {
    speed: (tokensACall = REFERENCE_CALL) =>
      speedOf(RAW_TOKENS, async () => {
        for (let from = 0; from < RAW_TOKENS; from += tokensACall)
          await session.run(feedsOf(signature, ids.slice(from, from + tokensACall)), ['logits']);
      }),
    release: () => session.release(),
  };
}

interface Work {
  readonly name: string;
  /** What has to be read at least: neither padding nor what is read twice counts. */
  readonly tokens: number;
  readonly run: () => Promise<unknown>;
}

/** Medians over the rounds. Each work alternates with the raw session, so that a busy machine slows both. */
export async function besideRaw(
  raw: RawSession,
  works: readonly Work[],
  rounds: number,
): Promise<{ readonly rawTokensPerSecond: number; readonly works: readonly WorkSpeed[] }> {
  const all = works.map((work) => ({ ...work, speeds: [] as number[], ratios: [] as number[] }));
  const rawSpeeds = [await raw.speed()];
  for (let round = 0; round < rounds; round++) {
    for (const { tokens, run, speeds, ratios } of all) {
      const before = at(rawSpeeds, rawSpeeds.length - 1);
      const speed = await speedOf(tokens, run);
      const after = await raw.speed();
      rawSpeeds.push(after);
      speeds.push(speed);
      ratios.push((2 * speed) / (before + after));
    }
  }
  return {
    rawTokensPerSecond: median(rawSpeeds),
    works: all.map(({ name, tokens, speeds, ratios }) => ({
      name,
      tokens,
      tokensPerSecond: median(speeds),
      ratioToRaw: median(ratios),
    })),
  };
}
