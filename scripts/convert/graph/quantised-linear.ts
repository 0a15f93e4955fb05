/**
 * y = W x for Q4_1 weights, exactly as the GGUF defines them: W = d·q + m in each block of 32 columns, so
 *   y = MatMulNBits(x; q, d) + blockSums(x) · mᵀ
 * where blockSums adds x up over each block. Only float32 rounding separates this from the definition.
 */
import { type Q41Matrix, transposedMinimums } from '../gguf/q4-1.ts';
import { BLOCK_SIZE } from '../gguf/tensor-types.ts';
import { ElementType, type GraphBuilder } from '../onnx/graph-builder.ts';

/** The sums of x [batch, tokens, width] over blocks of 32: [batch, tokens, width / 32]. */
export function blockSums(graph: GraphBuilder, x: string, width: number): string {
  const blocked = graph.node('Reshape', [x, [0, 0, width / BLOCK_SIZE, BLOCK_SIZE]], `${x}.blocks`);
  return graph.node('ReduceSum', [blocked, [-1]], `${x}.block_sums`, { keepdims: 0 });
}

/** A linear layer: x [batch, tokens, columns] and its block sums to `output` [batch, tokens, rows]. */
export function quantisedLinear(
  graph: GraphBuilder,
  x: string,
  sums: string,
  matrix: Q41Matrix,
  output: string,
): string {
  const { uint8 } = ElementType;
  const { rows, columns, nibbles } = matrix;
  const blocks = columns / BLOCK_SIZE;
  const weights = graph.weight(`${output}.q4`, uint8, [rows, blocks, BLOCK_SIZE / 2], nibbles);
  const scales = widened(graph, `${output}.scales`, [rows, blocks], matrix.scales);
  const minimums = widened(graph, `${output}.minimums`, [blocks, rows], transposedMinimums(matrix));
  // Without explicit zero points MatMulNBits assumes 8; two of four bits each go in a byte.
  const zeroBytes = Math.ceil(blocks / 2);
  const zeroPoints = new Uint8Array(rows * zeroBytes);
  const zeros = graph.constant(`zero_points_${rows}x${blocks}`, uint8, [rows, zeroBytes], zeroPoints);
  const scaled = graph.node('MatMulNBits', [x, weights, scales, zeros], `${output}.scaled`, {
    K: columns,
    N: rows,
    bits: 4,
    block_size: BLOCK_SIZE,
    accuracy_level: 0,
  });
  const shift = graph.node('MatMul', [sums, minimums], `${output}.shift`);
  return graph.node('Add', [scaled, shift], output);
}

/** Stored as the fp16 they are, widened to float32 once, when the session is created. */
export function widened(graph: GraphBuilder, name: string, shape: number[], bits: Uint16Array): string {
  const stored = graph.weight(`${name}_fp16`, ElementType.float16, shape, bits);
  return graph.node('Cast', [stored], name, { to: ElementType.float32 });
}
