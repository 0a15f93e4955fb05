/**
 * The whole model as an ONNX graph, in the names that transformers.js expects.
 * Inputs: input_ids [B, S], attention_mask [B, T], position_ids [B, S], past_key_values.L.key/.value
 * [B, K, T - S, E], num_logits_to_keep (how many last positions get logits; 0 means all).
 * Outputs: logits [B, positions, V], present.L.key/.value [B, K, T, E].
 */
import type { LlamaShape } from '../gguf/llama-shape.ts';
import type { LlamaWeights } from '../gguf/llama-weights.ts';
import { stackQ41 } from '../gguf/q4-1.ts';
import { ElementType, type GraphBuilder } from '../onnx/graph-builder.ts';
import { type AttentionInputs, attention, attentionInputs } from './attention.ts';
import { embed, embeddingTable, outputHead } from './embedding.ts';
import { blockSums, quantisedLinear } from './quantised-linear.ts';

/** Adds all of the model to the graph, reading its weights as it goes. Throws what reading weights throws. */
export async function buildLlamaGraph(
  graph: GraphBuilder,
  shape: LlamaShape,
  weights: LlamaWeights,
): Promise<void> {
  declareInputs(graph, shape);
  const table = embeddingTable(graph, await weights.embedding());
  const shared = attentionInputs(graph, shape);
  let hidden = embed(graph, table, 'input_ids', 'embedding.vectors');
  for (let layer = 0; layer < shape.layers; layer++) {
    hidden = await attentionBlock(graph, shape, weights, layer, hidden, shared);
    hidden = await feedForwardBlock(graph, shape, weights, layer, hidden);
  }
  const kept = lastPositions(graph, hidden);
  outputHead(graph, table, await norm(graph, shape, weights, kept, 'output_norm', 'output_norm'), 'logits');
  declareOutputs(graph, shape);
}

function declareInputs(graph: GraphBuilder, shape: LlamaShape): void {
  const { int64, float32 } = ElementType;
  graph.input('input_ids', int64, ['batch_size', 'sequence_length']);
  graph.input('attention_mask', int64, ['batch_size', 'total_sequence_length']);
  graph.input('position_ids', int64, ['batch_size', 'sequence_length']);
  for (const name of cacheNames(shape.layers)) {
    const sizes = ['batch_size', shape.keyValueHeads, 'past_sequence_length', shape.headSize];
    graph.input(`past_key_values.${name}`, float32, sizes);
  }
  graph.input('num_logits_to_keep', int64, []);
}

function declareOutputs(graph: GraphBuilder, shape: LlamaShape): void {
  const { float32 } = ElementType;
  graph.output('logits', float32, ['batch_size', 'num_logits', shape.vocabulary]);
  for (const name of cacheNames(shape.layers)) {
    const sizes = ['batch_size', shape.keyValueHeads, 'total_sequence_length', shape.headSize];
    graph.output(`present.${name}`, float32, sizes);
  }
}

function cacheNames(layers: number): string[] {
  return Array.from({ length: layers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
}

/** x + W_o · attention(norm(x)). Query, key and value rows form one layer: they share block sums and a call. */
async function attentionBlock(
  graph: GraphBuilder,
  shape: LlamaShape,
  weights: LlamaWeights,
  layer: number,
  x: string,
  shared: AttentionInputs,
): Promise<string> {
  const at = `layers.${layer}.attention`;
  const { heads, keyValueHeads, headSize, hidden } = shape;
  const normed = await norm(graph, shape, weights, x, `blk.${layer}.attn_norm`, `${at}.norm`);
  const matrix = stackQ41([await weights.query(layer), await weights.key(layer), await weights.value(layer)]);
  const fused = quantisedLinear(graph, normed, blockSums(graph, normed, hidden), matrix, `${at}.qkv`);
  const parts = { q: `${at}.q`, k: `${at}.k`, v: `${at}.v` };
  const sizes = [heads * headSize, keyValueHeads * headSize, keyValueHeads * headSize];
  graph.nodeWithOutputs('Split', [fused, graph.integers(sizes)], [parts.q, parts.k, parts.v], {
    attributes: { axis: -1 },
  });
  const mixed = attention(graph, shape, layer, parts, shared);
  const sums = blockSums(graph, mixed, heads * headSize);
  const output = quantisedLinear(graph, mixed, sums, await weights.attentionOutput(layer), `${at}.output`);
  return graph.node('Add', [x, output], `${at}.residual`);
}

/** x + W_down · (silu(W_gate · n) * W_up · n) with n = norm(x). */
async function feedForwardBlock(
  graph: GraphBuilder,
  shape: LlamaShape,
  weights: LlamaWeights,
  layer: number,
  x: string,
): Promise<string> {
  const at = `layers.${layer}.feed_forward`;
  const { hidden, intermediate } = shape;
  const normed = await norm(graph, shape, weights, x, `blk.${layer}.ffn_norm`, `${at}.norm`);
  const matrix = stackQ41([await weights.gate(layer), await weights.up(layer)]);
  const fused = quantisedLinear(graph, normed, blockSums(graph, normed, hidden), matrix, `${at}.gate_up`);
  const [gate, up] = [`${at}.gate`, `${at}.up`];
  graph.nodeWithOutputs('Split', [fused, graph.integers([intermediate, intermediate])], [gate, up], {
    attributes: { axis: -1 },
  });
  const sigmoid = graph.node('Sigmoid', [gate], `${at}.sigmoid`);
  const silu = graph.node('Mul', [gate, sigmoid], `${at}.silu`);
  const product = graph.node('Mul', [silu, up], `${at}.product`);
  const sums = blockSums(graph, product, intermediate);
  const output = quantisedLinear(graph, product, sums, await weights.down(layer), `${at}.down`);
  return graph.node('Add', [x, output], `${at}.residual`);
}

/** Root mean square normalisation: x / sqrt(mean(x²) + ε) · weight. */
async function norm(
  graph: GraphBuilder,
  shape: LlamaShape,
  weights: LlamaWeights,
  x: string,
  tensor: string,
  output: string,
): Promise<string> {
  const weight = graph.weight(
    `${output}.weight`,
    ElementType.float32,
    [shape.hidden],
    await weights.norm(tensor),
  );
  return graph.node('SimplifiedLayerNormalization', [x, weight], output, {
    attributes: { axis: -1, epsilon: { float: shape.rmsEpsilon } },
  });
}

/** The last num_logits_to_keep positions of x [B, S, hidden]: from -n to the end; -0 is the beginning. */
function lastPositions(graph: GraphBuilder, x: string): string {
  const negated = graph.node('Neg', ['num_logits_to_keep'], 'kept.negated');
  const start = graph.node('Reshape', [negated, graph.integers([1])], 'kept.start');
  const end = graph.integers([2n ** 62n]);
  return graph.node('Slice', [x, start, end, graph.integers([1])], 'kept.hidden');
}
