/**
 * Q4_1, repacked for ONNX Runtime's MatMulNBits. Nothing is dequantised: the four-bit numbers, scales and minimums
 * are the ones of the GGUF, in another order.
 *
 * A Q4_1 block holds 32 weights of one row in 20 bytes: fp16 d, fp16 m, 16 bytes; byte i holds element i in its low
 * nibble and element i + 16 in its high one; weight = d·q + m. MatMulNBits wants element 2j low and 2j + 1 high.
 */
import { BLOCK_SIZE, Q4_1_BLOCK_BYTES } from './tensor-types.ts';

const NIBBLE_BYTES = BLOCK_SIZE / 2;

/** A matrix of weights d·q + m: R rows, B blocks of 32 columns each. */
export interface Q41Matrix {
  readonly rows: number;
  readonly columns: number;
  /** [R, B, 16] two four-bit numbers q a byte, the earlier one low. */
  readonly nibbles: Uint8Array;
  /** [R, B] d, as the bits of an fp16. */
  readonly scales: Uint16Array;
  /** [R, B] m, as the bits of an fp16. */
  readonly minimums: Uint16Array;
}

/**
 * The matrix in the bytes of a Q4_1 tensor [rows, columns]. Row r of the result is row `rowOrder[r]` of the tensor
 * (default: the same). Throws a RangeError unless the sizes agree.
 */
export function repackQ41(
  bytes: Uint8Array,
  rows: number,
  columns: number,
  rowOrder?: readonly number[],
): Q41Matrix {
  const blocks = columns / BLOCK_SIZE;
  if (bytes.length !== rows * blocks * Q4_1_BLOCK_BYTES) {
    throw new RangeError(`bytes must hold ${rows} x ${columns} Q4_1 weights, got ${bytes.length} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const nibbles = new Uint8Array(rows * blocks * NIBBLE_BYTES);
  const scales = new Uint16Array(rows * blocks);
  const minimums = new Uint16Array(rows * blocks);
  for (let row = 0; row < rows; row++) {
    const source = rowOrder ? (rowOrder[row] ?? row) : row;
    for (let block = 0; block < blocks; block++) {
      const from = (source * blocks + block) * Q4_1_BLOCK_BYTES;
      const to = row * blocks + block;
      scales[to] = view.getUint16(from, true);
      minimums[to] = view.getUint16(from + 2, true);
      interleaveNibbles(bytes.subarray(from + 4, from + Q4_1_BLOCK_BYTES), nibbles, to * NIBBLE_BYTES);
    }
  }
  return { rows, columns, nibbles, scales, minimums };
}

/** [e0 e16, e1 e17, …, e15 e31] (low high) becomes [e0 e1, e2 e3, …, e30 e31]. */
function interleaveNibbles(block: Uint8Array, target: Uint8Array, offset: number): void {
  const half = NIBBLE_BYTES / 2;
  for (let pair = 0; pair < half; pair++) {
    const first = block[2 * pair] ?? 0;
    const second = block[2 * pair + 1] ?? 0;
    target[offset + pair] = (first & 15) | ((second & 15) << 4);
    target[offset + half + pair] = (first >> 4) | (second & 0xf0);
  }
}

/** Matrices of equal width, one below the other. Throws a RangeError when widths differ or there is none. */
export function stackQ41(parts: readonly Q41Matrix[]): Q41Matrix {
  const columns = parts[0]?.columns;
  if (columns === undefined || parts.some((part) => part.columns !== columns)) {
    throw new RangeError(`parts must be matrices of equal width, got ${parts.map((part) => part.columns)}`);
  }
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const blocks = columns / BLOCK_SIZE;
  const nibbles = new Uint8Array(rows * blocks * NIBBLE_BYTES);
  const scales = new Uint16Array(rows * blocks);
  const minimums = new Uint16Array(rows * blocks);
  let row = 0;
  for (const part of parts) {
    nibbles.set(part.nibbles, row * blocks * NIBBLE_BYTES);
    scales.set(part.scales, row * blocks);
    minimums.set(part.minimums, row * blocks);
    row += part.rows;
  }
  return { rows, columns, nibbles, scales, minimums };
}

/** The minimums as a [B, R] matrix: what block sums [.., B] are multiplied with. */
export function transposedMinimums(matrix: Q41Matrix): Uint16Array {
  const blocks = matrix.columns / BLOCK_SIZE;
  const transposed = new Uint16Array(matrix.minimums.length);
  for (let row = 0; row < matrix.rows; row++) {
    for (let block = 0; block < blocks; block++) {
      transposed[block * matrix.rows + row] = matrix.minimums[row * blocks + block] ?? 0;
    }
  }
  return transposed;
}
