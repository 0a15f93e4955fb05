/**
 * The block-quantised weights of a GGUF, repacked for ONNX Runtime. Nothing is dequantised: the small integers, scales
 * and minimums are the ones of the GGUF, in another order. A block holds 32 weights of one row.
 *
 * Q4_1: fp16 d, fp16 m, 16 bytes; byte i holds element i in its low nibble and element i + 16 in its high one;
 * weight = d·q + m. ONNX wants element 2j low and 2j + 1 high.
 * Q8_0: fp16 d, 32 signed bytes q; weight = d·q. GatherBlockQuantized wants unsigned bytes with zero point 128.
 */
import { GGMLQuantizationType } from '@huggingface/gguf';

export const BLOCK_SIZE = 32;
const NIBBLE_BYTES = BLOCK_SIZE / 2;
const Q4_1_BYTES = 4 + NIBBLE_BYTES;
const Q8_0_BYTES = 2 + BLOCK_SIZE;

const BYTES_A_WEIGHT = new Map([
  [GGMLQuantizationType.F32, 4],
  [GGMLQuantizationType.Q4_1, Q4_1_BYTES / BLOCK_SIZE],
  [GGMLQuantizationType.Q8_0, Q8_0_BYTES / BLOCK_SIZE],
]);

/** How many bytes so many weights take. Throws a RangeError for a type that is not read. */
export function tensorByteLength(type: GGMLQuantizationType, weights: number): number {
  const bytes = BYTES_A_WEIGHT.get(type);
  if (bytes === undefined) throw new RangeError(`tensors must be of type F32, Q4_1 or Q8_0, got ${type}`);
  return weights * bytes;
}

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

function emptyQ41(rows: number, columns: number): Q41Matrix {
  const blocks = rows * (columns / BLOCK_SIZE);
  const nibbles = new Uint8Array(blocks * NIBBLE_BYTES);
  return { rows, columns, nibbles, scales: new Uint16Array(blocks), minimums: new Uint16Array(blocks) };
}

/** The matrix in the bytes of a Q4_1 tensor [rows, columns]. Its row r is row `rowOrder[r]` of the tensor. */
export function repackQ41(
  bytes: Uint8Array,
  rows: number,
  columns: number,
  rowOrder?: readonly number[],
): Q41Matrix {
  const blocks = columns / BLOCK_SIZE;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const matrix = emptyQ41(rows, columns);
  for (let row = 0; row < rows; row++) {
    const source = rowOrder?.[row] ?? row;
    for (let block = 0; block < blocks; block++) {
      const from = (source * blocks + block) * Q4_1_BYTES;
      const to = row * blocks + block;
      matrix.scales[to] = view.getUint16(from, true);
      matrix.minimums[to] = view.getUint16(from + 2, true);
      interleaveNibbles(bytes.subarray(from + 4, from + Q4_1_BYTES), matrix.nibbles, to * NIBBLE_BYTES);
    }
  }
  return matrix;
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

/**
 * For each row of the rotate-half order, the row of the GGUF that holds it. llama.cpp stores the query and key rows of
 * a Llama so that the two numbers a rotation mixes are neighbours (rows 2i and 2i + 1 of a head); the usual formula
 * mixes row i with row i + headSize/2. Two heads of size four: [0, 2, 1, 3, 4, 6, 5, 7].
 */
export function rotateHalfRowOrder(heads: number, headSize: number): number[] {
  const half = headSize / 2;
  return Array.from({ length: heads * headSize }, (_, row) => {
    const within = row % headSize;
    return row - within + 2 * (within % half) + Math.floor(within / half);
  });
}

/** Matrices of equal width, one below the other. */
export function stackQ41(parts: readonly Q41Matrix[]): Q41Matrix {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const stacked = emptyQ41(rows, parts[0]?.columns ?? 0);
  let blocks = 0;
  for (const { nibbles, scales, minimums } of parts) {
    stacked.nibbles.set(nibbles, blocks * NIBBLE_BYTES);
    stacked.scales.set(scales, blocks);
    stacked.minimums.set(minimums, blocks);
    blocks += scales.length;
  }
  return stacked;
}

/** The minimums as a [B, R] matrix: what block sums [.., B] are multiplied with. */
export function transposedMinimums({ rows, columns, minimums }: Q41Matrix): Uint16Array {
  const blocks = columns / BLOCK_SIZE;
  return minimums.map((_, to) => minimums[(to % rows) * blocks + Math.floor(to / rows)] ?? 0);
}

/** A matrix of weights d·(u - 128): R rows, B blocks of 32 columns each. */
export interface Q80Matrix {
  readonly rows: number;
  readonly columns: number;
  /** [R, columns] u = q + 128. */
  readonly values: Uint8Array;
  /** [R, B] d, as the bits of an fp16. */
  readonly scales: Uint16Array;
}

/** The matrix in the bytes of a Q8_0 tensor [rows, columns]. */
export function repackQ80(bytes: Uint8Array, rows: number, columns: number): Q80Matrix {
  const blocks = (rows * columns) / BLOCK_SIZE;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Uint8Array(rows * columns);
  const scales = new Uint16Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const from = block * Q8_0_BYTES;
    scales[block] = view.getUint16(from, true);
    for (let i = 0; i < BLOCK_SIZE; i++) values[block * BLOCK_SIZE + i] = view.getInt8(from + 2 + i) + 128;
  }
  return { rows, columns, values, scales };
}
