import { Tensor } from 'onnxruntime-node';

/**
 * Keys and values of R sequences side by side, each padded on the right to the same number of columns. Never changed
 * once made, so several calls may go on from the same one.
 */
export interface KvCache {
  /** Of each sequence, what its columns hold: 1 a token, 0 padding. All of one length. */
  readonly mask: readonly Uint8Array[]; // R x [columns]
  /** In the order of the model's signature. */
  readonly tensors: readonly Tensor[]; // each [R, heads, columns, headSize] float32
}

/** The first columns of one sequence in a cache. */
export interface CachedText {
  readonly cache: KvCache;
  readonly row: number;
  readonly columns: number;
}

export function columnsOf({ mask }: KvCache): number {
  return mask[0]?.length ?? 0;
}

/** The number of tokens in each sequence, padding not counted. */
export function tokensOf({ mask }: KvCache): number[] {
  return mask.map((row) => row.reduce((sum, one) => sum + one, 0));
}

/**
 * Gives back the memory of a cache that nothing goes on from any more. Left to the garbage collector, a decoder's
 * caches pile up to several times what is in use.
 */
export function releaseCache({ tensors }: KvCache): void {
  for (const { data } of tensors) (data as Float32Array<ArrayBuffer>).buffer.transfer(0);
}

/** The sequences at `rows`, in that order; one may be taken several times. Copies, unless nothing changes. */
export function selectRows(cache: KvCache, rows: readonly number[]): KvCache {
  return gather(rows.map((row) => ({ cache, row, columns: columnsOf(cache) })));
}

/**
 * Sequences from any caches side by side, at least one, padded on the right to the longest. Copies, unless they are all
 * of one cache as it is.
 */
export function gather(texts: readonly CachedText[]): KvCache {
  const [first] = texts;
  if (first === undefined) throw new RangeError('there should be a sequence to gather, got none');
  const { cache } = first;
  const isWhole = texts.every(
    (text, row) => text.cache === cache && text.row === row && text.columns === columnsOf(cache),
  );
  if (isWhole && texts.length === cache.mask.length) return cache;
  const columns = Math.max(...texts.map((text) => text.columns));
  return {
    mask: texts.map((text) => {
      const mask = new Uint8Array(columns);
      mask.set(text.cache.mask[text.row]?.subarray(0, text.columns) ?? []);
      return mask;
    }),
    tensors: cache.tensors.map((_, i) => gatherTensor(texts, i, columns)),
  };
}

/** Keys or values of one layer: of each head the columns stand together, and all of them are copied at once. */
function gatherTensor(texts: readonly CachedText[], index: number, columns: number): Tensor {
  const [, heads = 0, , headSize = 0] = texts[0]?.cache.tensors[index]?.dims ?? [];
  const gathered = new Float32Array(texts.length * heads * columns * headSize);
  texts.forEach(({ cache, row, columns: own }, place) => {
    const data = cache.tensors[index]?.data as Float32Array;
    const given = columnsOf(cache);
    for (let head = 0; head < heads; head++) {
      const start = (row * heads + head) * given * headSize;
      gathered.set(data.subarray(start, start + own * headSize), (place * heads + head) * columns * headSize);
    }
  });
  return new Tensor('float32', gathered, [texts.length, heads, columns, headSize]);
}
