/** Token embedding and output head: one table of Q8_0 weights, stored once, used twice. */
import type { Q80Matrix } from '../gguf/q8-0.ts';
import { BLOCK_SIZE } from '../gguf/tensor-types.ts';
import { ElementType, type GraphBuilder } from '../onnx/graph-builder.ts';
import { widened } from './quantised-linear.ts';

interface EmbeddingTable {
  /** [rows, columns] */
  readonly values: string;
  /** [rows, columns / 32] */
  readonly scales: string;
  readonly rows: number;
  readonly columns: number;
}

export function embeddingTable(graph: GraphBuilder, matrix: Q80Matrix): EmbeddingTable {
  const { rows, columns } = matrix;
  const values = graph.weight('embedding.q8', ElementType.uint8, [rows, columns], matrix.values);
  const scales = widened(graph, 'embedding.scales', [rows, columns / BLOCK_SIZE], matrix.scales);
  return { values, scales, rows, columns };
}

/** The vectors of tokens: ids of any shape [..] to [.., hidden]. */
export function embed(graph: GraphBuilder, table: EmbeddingTable, ids: string, output: string): string {
  // For unsigned bytes without explicit zero points the operator assumes 128, which is what q8-0.ts adds.
  return graph.node('GatherBlockQuantized', [table.values, ids, table.scales], output, {
    bits: 8,
    block_size: BLOCK_SIZE,
    gather_axis: 0,
    quantize_axis: 1,
  });
}

/**
 * Logits: x [batch, tokens, hidden] to [batch, tokens, vocabulary]. All inputs of the nodes that make the matrix are
 * constant, so ONNX Runtime runs them once, when the session is created, and keeps one float32 matrix. (It does not do
 * so for its own GatherBlockQuantized, nor for DequantizeLinear: those would run again in every call.)
 */
export function outputHead(graph: GraphBuilder, table: EmbeddingTable, x: string, output: string): string {
  const { rows, columns } = table;
  const at = 'output_head';
  const unsigned = graph.node('Cast', [table.values], `${at}.unsigned`, { to: ElementType.float32 });
  const signed = graph.node('Sub', [unsigned, graph.float(128)], `${at}.signed`);
  const blocks = graph.node('Reshape', [signed, [rows, columns / BLOCK_SIZE, BLOCK_SIZE]], `${at}.blocks`);
  const scales = graph.node('Unsqueeze', [table.scales, [-1]], `${at}.scales`);
  const scaled = graph.node('Mul', [blocks, scales], `${at}.scaled`);
  const matrix = graph.node('Reshape', [scaled, [rows, columns]], `${at}.weight`);
  return graph.node('FusedMatMul', [x, matrix], output, { transB: 1 });
}
