import { Tensor } from 'onnxruntime-node';

/**
 * What the model remembers of the tokens it has read: R sequences side by side, each padded on the right to the same
 * number of columns. Never changed once made, so several calls may go on from the same one.
 */
export interface KeyValues {
  /** Of each sequence, what its columns hold: 1 a token, 0 padding. All of one length. */
  readonly mask: readonly Uint8Array[]; // R x [columns]
  /** In the order of the graph's contract. */
  readonly tensors: readonly Tensor[]; // each [R, heads, columns, headSize] float32
}

export function columnsOf({ mask }: KeyValues): number {
  return mask[0]?.length ?? 0;
}

/** The number of tokens in each sequence, padding not counted. */
export function tokensOf({ mask }: KeyValues): number[] {
  return mask.map((row) => row.reduce((sum, one) => sum + one, 0));
}

/** The sequences at `rows`, in that order; one may be taken several times. Copies, unless nothing changes. */
export function selectRows(keyValues: KeyValues, rows: readonly number[]): KeyValues {
  const unchanged = rows.length === keyValues.mask.length && rows.every((row, i) => row === i);
  if (unchanged) return keyValues;
  return {
    mask: rows.map((row) => keyValues.mask[row] ?? new Uint8Array(0)),
    tensors: keyValues.tensors.map((tensor) => selectTensorRows(tensor, rows)),
  };
}

function selectTensorRows(tensor: Tensor, rows: readonly number[]): Tensor {
  const [, heads = 0, columns = 0, headSize = 0] = tensor.dims;
  const data = tensor.data as Float32Array;
  const size = heads * columns * headSize;
  const selected = new Float32Array(rows.length * size);
  rows.forEach((row, i) => {
    selected.set(data.subarray(row * size, (row + 1) * size), i * size);
  });
  return new Tensor('float32', selected, [rows.length, heads, columns, headSize]);
}
