/** The tensor types of GGUF that the converter reads, with their block layouts. */
import { UserError } from '#base/user-error';

export interface GgufTensor {
  readonly name: string;
  /** "F32", "Q4_1", …; "type 99" for a number that ggml does not define. */
  readonly type: string;
  /** Outermost first (a matrix is [rows, columns]); GGUF itself stores the other order. */
  readonly shape: readonly number[];
  /** Bytes from the beginning of the file. */
  readonly offset: number;
}

/** Weights in one block of the block-quantised types. */
export const BLOCK_SIZE = 32;
/** fp16 d, fp16 m, 16 bytes of nibbles. */
export const Q4_1_BLOCK_BYTES = 20;
/** fp16 d, 32 int8. */
export const Q8_0_BLOCK_BYTES = 34;

const LAYOUTS: Readonly<Record<string, { readonly weights: number; readonly bytes: number }>> = {
  F32: { weights: 1, bytes: 4 },
  Q4_1: { weights: BLOCK_SIZE, bytes: Q4_1_BLOCK_BYTES },
  Q8_0: { weights: BLOCK_SIZE, bytes: Q8_0_BLOCK_BYTES },
};

/** Throws a UserError for a type that is not read, and for rows that are not a whole number of blocks. */
export function tensorByteLength({ name, type, shape }: GgufTensor, path: string): number {
  const layout = LAYOUTS[type];
  if (!layout) {
    const known = Object.keys(LAYOUTS).join(', ');
    throw new UserError(`${path}: tensor ${name} is of type ${type}; the converter reads ${known}.`);
  }
  const columns = shape.at(-1) ?? 1;
  if (columns % layout.weights !== 0)
    throw new UserError(
      `${path} is damaged: a row of tensor ${name} has ${columns} weights, not a multiple of ${layout.weights}.`,
    );
  const weights = shape.reduce((product, size) => product * size, 1);
  return (weights / layout.weights) * layout.bytes;
}
