/** The tensor types of GGUF that the converter reads, with their block layouts. */

import { GGMLQuantizationType } from '@huggingface/gguf';
import { UserError } from '#base/user-error';
import type { GgufTensor } from './gguf-file.ts';

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

/** ggml's name of a tensor type number: 3 is "Q4_1". */
export function tensorTypeName(type: number): string {
  return GGMLQuantizationType[type] ?? `type ${type}`;
}

/**
 * How many bytes a tensor occupies. Throws a UserError for a type that is not read, and for rows that are not a
 * whole number of blocks.
 */
export function tensorByteLength(tensor: GgufTensor, path: string): number {
  const layout = LAYOUTS[tensor.type];
  if (!layout) {
    throw new UserError(
      `${path}: tensor ${tensor.name} is of type ${tensor.type}; the converter reads ${Object.keys(LAYOUTS).join(', ')}.`,
    );
  }
  const columns = tensor.shape.at(-1) ?? 1;
  if (columns % layout.weights !== 0) {
    throw new UserError(
      `${path} is damaged: a row of tensor ${tensor.name} has ${columns} weights, not a multiple of ${layout.weights}.`,
    );
  }
  const weights = tensor.shape.reduce((product, size) => product * size, 1);
  return (weights / layout.weights) * layout.bytes;
}
