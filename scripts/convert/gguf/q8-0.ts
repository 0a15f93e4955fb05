/**
 * Q8_0, repacked for ONNX Runtime's GatherBlockQuantized, which wants unsigned bytes with zero point 128.
 * A Q8_0 block holds 32 weights of one row in 34 bytes: fp16 d, 32 signed bytes q; weight = d·q.
 */
import { BLOCK_SIZE, Q8_0_BLOCK_BYTES } from './tensor-types.ts';

/** A matrix of weights d·(u - 128): R rows, B blocks of 32 columns each. */
export interface Q80Matrix {
  readonly rows: number;
  readonly columns: number;
  /** [R, columns] u = q + 128. */
  readonly values: Uint8Array;
  /** [R, B] d, as the bits of an fp16. */
  readonly scales: Uint16Array;
}

/** The matrix in the bytes of a Q8_0 tensor [rows, columns]. Throws a RangeError unless the sizes agree. */
export function repackQ80(bytes: Uint8Array, rows: number, columns: number): Q80Matrix {
  const blocks = (rows * columns) / BLOCK_SIZE;
  if (bytes.length !== blocks * Q8_0_BLOCK_BYTES)
    throw new RangeError(`bytes must hold ${rows} x ${columns} Q8_0 weights, got ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Uint8Array(rows * columns);
  const scales = new Uint16Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const from = block * Q8_0_BLOCK_BYTES;
    scales[block] = view.getUint16(from, true);
    for (let i = 0; i < BLOCK_SIZE; i++) values[block * BLOCK_SIZE + i] = view.getInt8(from + 2 + i) + 128;
  }
  return { rows, columns, values, scales };
}
