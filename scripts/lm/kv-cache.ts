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

export function columnsOf({ mask }: KvCache): number {
  return mask[0]?.length ?? 0;
}

/** The number of tokens in each sequence, padding not counted. */
export function tokensOf({ mask }: KvCache): number[] {
  return mask.map((row) => row.reduce((sum, one) => sum + one, 0));
}

/** The sequences at `rows`, in that order; one may be taken several times. Copies, unless nothing changes. */
export function selectRows(cache: KvCache, rows: readonly number[]): KvCache {
  if (rows.length === cache.mask.length && rows.every((row, i) => row === i)) return cache;
  return {
    mask: rows.map((row) => cache.mask[row] ?? new Uint8Array(0)),
    tensors: cache.tensors.map((tensor) => selectTensorRows(tensor, rows)),
  };
}

function selectTensorRows(tensor: Tensor, rows: readonly number[]): Tensor {
  const [, ...dims] = tensor.dims;
  const data = tensor.data as Float32Array;
  const size = dims.reduce((product, dim) => product * dim, 1);
  const selected = new Float32Array(rows.length * size);
  rows.forEach((row, i) => {
    selected.set(data.subarray(row * size, (row + 1) * size), i * size);
  });
  return new Tensor('float32', selected, [rows.length, ...dims]);
}
