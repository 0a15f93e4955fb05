/**
 * Runs a converted graph and nothing more: feeds in, tensors out. The report itself uses
 * the language model layer.
 */
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { openSession } from '#lm/open-session';

/** Keys and values by the names "0.key", "0.value", …, each [sequences, heads, tokens, headSize]. */
export type Cache = ReadonlyMap<string, Tensor>;

export interface RawCall {
  /** One row of ids a sequence, all of the same length. */
  readonly ids: readonly (readonly number[])[];
  /** 1 for real tokens, 0 for padding, cached tokens included; default: all real. */
  readonly mask?: readonly (readonly number[])[];
  /** Keys and values of the tokens before these ones. */
  readonly cache?: Cache;
  /** How many last positions get logits; 0, the default, means all. */
  readonly keep?: number;
}

export interface RawResult {
  /** [sequences, positions, vocabulary] */
  readonly logits: Float32Array;
  readonly cache: Cache;
  /** Keys and values of the tokens of this call alone. */
  readonly added: Cache;
}

export class RawSession {
  /** Name without prefix, [heads, headSize]. */
  private readonly cacheShapes: ReadonlyMap<string, readonly [number, number]>;
  private readonly session: InferenceSession;

  private constructor(session: InferenceSession) {
    this.session = session;
    this.cacheShapes = cacheShapes(session);
  }

  static async open(graphPath: string, threads: number): Promise<RawSession> {
    return new RawSession(await openSession(graphPath, threads));
  }

  get inputMetadata(): InferenceSession['inputMetadata'] {
    return this.session.inputMetadata;
  }

  get outputMetadata(): InferenceSession['outputMetadata'] {
    return this.session.outputMetadata;
  }

  /** One call. Positions follow on from the cached tokens. */
  async run({ ids, mask, cache, keep = 0 }: RawCall): Promise<RawResult> {
    const sequences = ids.length;
    const tokens = ids[0]?.length ?? 0;
    const past = cache?.get('0.key')?.dims[2] ?? 0;
    const total = past + tokens;
    const feeds: Record<string, Tensor> = {
      input_ids: integers(ids.flat(), [sequences, tokens]),
      attention_mask: integers(mask?.flat() ?? new Array(sequences * total).fill(1), [sequences, total]),
      position_ids: integers(
        Array.from({ length: sequences * tokens }, (_, i) => past + (i % tokens)),
        [sequences, tokens],
      ),
      num_logits_to_keep: integers([keep], []),
    };
    for (const [name, [heads, headSize]] of this.cacheShapes) {
      feeds[`past_key_values.${name}`] =
        cache?.get(name) ?? new Tensor('float32', new Float32Array(0), [sequences, heads, 0, headSize]);
    }
    const outputs = await this.session.run(feeds);
    const cacheOf = (part: 'present' | 'new'): Cache =>
      new Map([...this.cacheShapes.keys()].map((name) => [name, output(outputs, `${part}.${name}`)]));
    return {
      logits: output(outputs, 'logits').data as Float32Array,
      cache: cacheOf('present'),
      added: cacheOf('new'),
    };
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}

function integers(values: readonly number[], dims: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), dims);
}

function output(outputs: InferenceSession.OnnxValueMapType, name: string): Tensor {
  const tensor = outputs[name];
  if (!tensor) throw new Error(`the graph has no output ${name}`);
  return tensor;
}

function cacheShapes(session: InferenceSession): Map<string, readonly [number, number]> {
  const shapes = new Map<string, readonly [number, number]>();
  for (const input of session.inputMetadata) {
    const name = /^past_key_values\.(.+)$/.exec(input.name)?.[1];
    if (name === undefined || !input.isTensor) continue;
    const [, heads, , headSize] = input.shape;
    shapes.set(name, [Number(heads), Number(headSize)]);
  }
  return shapes;
}
