import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { at } from '#numerics/list';
import {
  columnsOf,
  type KvCache,
  lastColumns,
  releaseCache,
  scratch,
  selectRows,
  tokensOf,
} from './kv-cache.ts';
import type { ModelSignature } from './model-signature.ts';
import type { Ids } from './types.ts';

interface ForwardRequest {
  /** What the sequences have read before; one entry for each of them. */
  readonly past?: KvCache | undefined;
  /** Of how many of the last columns the logits are wanted. */
  readonly logitColumns: number;
  /** Whether to hand back the keys and values of this call, for calls that go on from here. Default: no. */
  readonly keep?: boolean | undefined;
}

interface ForwardResult {
  /** The [V] logits of a sequence after the token in a column of this call. Overwritten by the next call. */
  logits(sequence: number, column: number): Float32Array;
  /** Of this call's columns alone; empty unless they are kept. */
  readonly cache: KvCache;
}

export interface RunnableSession {
  run(
    feeds: InferenceSession.FeedsType,
    fetches: InferenceSession.FetchesType,
  ): Promise<InferenceSession.ReturnType>;
}

/** The runtime multiplies so many rows (tokens of all sequences) at a time, and a last one that is left over alone. */
const BLOCK_ROWS = 128;

/**
 * Calls the model's graph. It keeps two rules: sequences are padded on the right only, and no call, and no call's
 * output, ever has a single row (a token of one sequence), nor one left over after blocks of 128, because the rounding
 * of such rows depends on the processor's vector width. Where one would be, the last sequence is computed twice.
 */
export class Forward {
  /** Tokens computed so far, padding and doubled rows included. */
  tokens = 0;
  /** The logits of the last call, reused: allocating 25 MB for each chunk of a text is slow, and garbage. */
  private buffer = new Float32Array(0);
  private readonly session: RunnableSession;
  readonly signature: ModelSignature;

  constructor(session: RunnableSession, signature: ModelSignature) {
    this.session = session;
    this.signature = signature;
  }

  /** One call: each sequence goes on with its own new tokens, at least one. Shorter ones are padded on the right. */
  async call(sequences: readonly Ids[], request: ForwardRequest): Promise<ForwardResult> {
    const columns = Math.max(...sequences.map((ids) => ids.length));
    const rows = [...sequences.keys()];
    if ((rows.length * columns) % BLOCK_ROWS !== 1) return await this.run(sequences, columns, request);
    const past = request.past && selectRows(request.past, [...rows, rows.length - 1]);
    const repeated = [...sequences, ...sequences.slice(-1)];
    const { logits, cache: doubled } = await this.run(repeated, columns, { ...request, past });
    const cache = request.keep ? selectRows(doubled, rows) : doubled;
    for (const one of [past, doubled]) if (one) releaseCache(one);
    return { logits, cache };
  }

  private async run(
    sequences: readonly Ids[],
    columns: number,
    { past, logitColumns, keep }: ForwardRequest,
  ): Promise<ForwardResult> {
    const rows = sequences.length;
    const { takesLogitCount, vocabularySize: size } = this.signature;
    // Two columns of a lone sequence: the output head, too, would otherwise work on a single row.
    const wanted = Math.min(columns, Math.max(logitColumns, rows === 1 ? 2 : 1));
    const given = takesLogitCount ? wanted : columns;
    const mask = maskAfter(sequences, columns, past);
    const logits = this.logitsTensor(rows, given);
    const kept = keep ? this.cacheTensors(rows, columns, past) : [];
    const fetches: Record<string, Tensor> = { logits };
    this.signature.cacheTensors.forEach(({ output }, i) => {
      const tensor = kept[i];
      if (tensor) fetches[output] = tensor;
    });

    forget(await this.session.run(this.feeds(sequences, columns, mask, past, given), fetches), fetches);
    this.tokens += rows * columns;

    const data = logits.data as Float32Array;
    const first = columns - given; // the first column that has logits
    return {
      logits: (sequence, column) => {
        if (column < columns - wanted || column >= columns || sequence < 0 || sequence >= rows)
          throw new RangeError(`no logits of sequence ${sequence}, column ${column} in this call`);
        const start = (sequence * given + column - first) * size;
        return data.subarray(start, start + size);
      },
      cache: {
        mask: keep ? maskAfter(sequences, columns) : [],
        tensors: kept.map((tensor) => lastColumns(tensor, columns)),
      },
    };
  }

  private logitsTensor(rows: number, columns: number): Tensor {
    const size = this.signature.vocabularySize;
    const length = rows * columns * size;
    if (this.buffer.length < length) this.buffer = new Float32Array(length);
    return new Tensor('float32', this.buffer.subarray(0, length), [rows, columns, size]);
  }

  /** Where the session puts the keys and values that are kept: new ones, or all to take those from. */
  private cacheTensors(rows: number, columns: number, past: KvCache | undefined): Tensor[] {
    const { cacheTensors, givesWholeCache } = this.signature;
    const given = givesWholeCache && past ? columnsOf(past) + columns : columns;
    return cacheTensors.map(({ heads, headSize }) => {
      const length = rows * heads * given * headSize;
      const data = givesWholeCache ? scratch(length) : new Float32Array(length);
      return new Tensor('float32', data, [rows, heads, given, headSize]);
    });
  }

  private feeds(
    sequences: readonly Ids[],
    columns: number,
    mask: readonly Uint8Array[], // R x [past + columns]
    past: KvCache | undefined,
    logitCount: number,
  ): Record<string, Tensor> {
    const { signature } = this;
    const rows = sequences.length;
    const integers = (values: number[]): Tensor =>
      integerTensor(signature.integerType, values, [rows, values.length / rows]);
    const padded = (value: (ids: Ids, row: number, column: number) => number): number[] =>
      sequences.flatMap((ids, row) =>
        Array.from({ length: columns }, (_, column) => (column < ids.length ? value(ids, row, column) : 0)),
      );
    const feeds: Record<string, Tensor> = {
      input_ids: integers(padded((ids, _row, column) => at(ids, column))),
      attention_mask: integers(mask.flatMap((row) => [...row])),
    };
    if (signature.takesPositions) {
      const before = past ? tokensOf(past) : sequences.map(() => 0);
      feeds.position_ids = integers(padded((_ids, row, column) => at(before, row) + column));
    }
    if (signature.takesLogitCount) feeds.num_logits_to_keep = integerTensor('int64', [logitCount], []);
    signature.cacheTensors.forEach(({ input, heads, headSize }, i) => {
      feeds[input] =
        past?.tensors[i] ?? new Tensor('float32', new Float32Array(0), [rows, heads, 0, headSize]);
    });
    return feeds;
  }
}

/**
 * The binding gives a copy of every output, though it wrote it where it was told to: hundreds of megabytes that would
 * wait for the garbage collector.
 */
function forget(outputs: InferenceSession.OnnxValueMapType, fetches: Record<string, Tensor>): void {
  for (const [name, output] of Object.entries(outputs)) {
    const { buffer } = (output as Tensor).data as Float32Array<ArrayBuffer>;
    if (buffer !== (fetches[name]?.data as Float32Array | undefined)?.buffer) buffer.transfer(0);
  }
}

/** What columns hold once the new tokens are read, those of the past first: 1 a token, 0 padding. */
function maskAfter(sequences: readonly Ids[], columns: number, past?: KvCache): Uint8Array[] {
  const before = past ? columnsOf(past) : 0;
  return sequences.map((ids, row) => {
    const mask = new Uint8Array(before + columns);
    mask.set(past?.mask[row] ?? []);
    mask.fill(1, before, before + ids.length);
    return mask;
  });
}

function integerTensor(type: 'int64' | 'int32', values: readonly number[], dims: number[]): Tensor {
  if (type === 'int32') return new Tensor('int32', Int32Array.from(values), dims);
  return new Tensor('int64', BigInt64Array.from(values, BigInt), dims);
}
