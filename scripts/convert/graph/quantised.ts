/**
 * Quantised weights in the graph: linear layers of Q4_1, and one table of Q8_0 for token embedding and output head.
 *
 * A linear layer computes y = W x exactly as the GGUF defines them: W = d·q + m in each block of 32 columns, so
 *   y = x · (d·q)ᵀ + blockSums(x) · mᵀ
 * where blockSums adds x up over each block. Only float32 rounding separates this from the definition.
 *
 * d·q is constant, so ONNX Runtime computes it once, when the session is created, if the option `disable_quant_qdq`
 * lets it fold a DequantizeLinear. This takes 305 MB, and unpacking four bits in every call takes longer.
 */
import { BLOCK_SIZE, type Q41Matrix, type Q80Matrix, transposedMinimums } from '../gguf/blocks.ts';
import { ElementType, type GraphBuilder } from '../onnx/graph-builder.ts';

/** A linear layer: x [batch, tokens, columns] to `output` [batch, tokens, rows]. */
export function quantisedLinear(graph: GraphBuilder, x: string, matrix: Q41Matrix, output: string): string {
  const { rows, columns, nibbles } = matrix;
  const blocks = columns / BLOCK_SIZE;
  const blocked = graph.node('Reshape', [x, [0, 0, blocks, BLOCK_SIZE]], `${x}.blocks`);
  const sums = graph.node('ReduceSum', [blocked, [-1]], `${x}.block_sums`, { keepdims: 0 });
  const fourBits = graph.weight(`${output}.q4`, ElementType.uint4, [rows, columns], nibbles);
  const scales = widened(graph, `${output}.scales`, [rows, blocks], matrix.scales);
  const minimums = widened(graph, `${output}.minimums`, [blocks, rows], transposedMinimums(matrix));
  const attributes = { axis: 1, block_size: BLOCK_SIZE };
  const weights = graph.node('DequantizeLinear', [fourBits, scales], `${output}.weights`, attributes);
  const scaled = graph.node('FusedMatMul', [x, weights], `${output}.scaled`, { transB: 1 });
  const shift = graph.node('MatMul', [sums, minimums], `${output}.shift`);
  return graph.node('Add', [scaled, shift], output);
}

/** Stored as the fp16 they are, widened to float32 once, when the session is created. */
function widened(graph: GraphBuilder, name: string, shape: number[], bits: Uint16Array): string {
  const stored = graph.weight(`${name}_fp16`, ElementType.float16, shape, bits);
  return graph.node('Cast', [stored], name, { to: ElementType.float32 });
}

type EmbeddingTable = ReturnType<typeof embeddingTable>;

/** Token vectors and output head: values [rows, columns] and scales [rows, columns / 32], stored once and used twice. */
export function embeddingTable(graph: GraphBuilder, matrix: Q80Matrix) {
  const { rows, columns } = matrix;
  const values = graph.weight('embedding.q8', ElementType.uint8, [rows, columns], matrix.values);
  const scales = widened(graph, 'embedding.scales', [rows, columns / BLOCK_SIZE], matrix.scales);
  return { values, scales, rows, columns };
}

/** The vectors of tokens: ids of any shape [..] to [.., hidden]. */
export function embed(graph: GraphBuilder, table: EmbeddingTable, ids: string, output: string): string {
  // For unsigned bytes without explicit zero points the operator assumes 128, which is what repackQ80 adds.
  return graph.node('GatherBlockQuantized', [table.values, ids, table.scales], output, {
    bits: 8,
    block_size: BLOCK_SIZE,
    gather_axis: 0,
    quantize_axis: 1,
  });
}

/** Logits: x [batch, tokens, hidden] to [batch, tokens, vocabulary]. Its matrix is constant, too. */
export function outputHead(graph: GraphBuilder, table: EmbeddingTable, x: string, output: string): string {
  const { rows, columns, values, scales } = table;
  const zero = graph.constant('uint8(128)', ElementType.uint8, [], Uint8Array.of(128));
  const zeros = graph.node('Expand', [zero, [rows, columns / BLOCK_SIZE]], 'output_head.zero_points');
  const attributes = { axis: 1, block_size: BLOCK_SIZE };
  const inputs = [values, scales, zeros];
  const matrix = graph.node('DequantizeLinear', inputs, 'output_head.weight', attributes);
  return graph.node('FusedMatMul', [x, matrix], output, { transB: 1 });
}
