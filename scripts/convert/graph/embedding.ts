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
 * Logits: x [batch, tokens, hidden] to [batch, tokens, vocabulary]. All that makes the matrix is constant, so it can be
 * made once, when the session is created. ONNX Runtime does so in a single pass if the session's option
 * `disable_quant_qdq` lets it fold a DequantizeLinear; otherwise each call makes it anew.
 */
export function outputHead(graph: GraphBuilder, table: EmbeddingTable, x: string, output: string): string {
  const { rows, columns } = table;
  const at = 'output_head';
  const { uint8 } = ElementType;
  const zero = graph.constant('uint8(128)', uint8, [], Uint8Array.of(128));
  const zeros = graph.node('Expand', [zero, [rows, columns / BLOCK_SIZE]], `${at}.zero_points`);
  const inputs = [table.values, table.scales, zeros];
  const attributes = { axis: 1, block_size: BLOCK_SIZE };
  const matrix = graph.node('DequantizeLinear', inputs, `${at}.weight`, attributes);
  return graph.node('FusedMatMul', [x, matrix], output, { transB: 1 });
}
