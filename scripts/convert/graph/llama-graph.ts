/**
 * The whole model as an ONNX graph, in the names that transformers.js expects.
 * Inputs: input_ids [B, S], attention_mask [B, T], position_ids [B, S], past_key_values.L.key/.value
 * [B, K, T - S, E], num_logits_to_keep (how many last positions get logits; 0 means all).
 * Outputs: logits [B, positions, V], present.L.key/.value [B, K, T, E], and their last columns alone, which
 * transformers.js does not ask for: new.L.key/.value [B, K, S, E].
 */
import { stackQ41 } from '../gguf/blocks.ts';
import type { LlamaShape } from '../gguf/gguf-file.ts';
import type { LlamaWeights } from '../gguf/llama-weights.ts';
import { ElementType, type GraphBuilder } from '../onnx/graph-builder.ts';
import { type AttentionInputs, attention, attentionInputs } from './attention.ts';
import { embed, embeddingTable, outputHead, quantisedLinear } from './quantised.ts';

interface Model {
  readonly graph: GraphBuilder;
  readonly shape: LlamaShape;
  readonly weights: LlamaWeights;
}

/** Throws what reading the weights throws. */
export function buildLlamaGraph(model: Model): void {
  const { graph, shape, weights } = model;
  declareInputs(graph, shape);
  const table = embeddingTable(graph, weights.embedding());
  const shared = attentionInputs(graph, shape);
  let hidden = embed(graph, table, 'input_ids', 'embedding.vectors');
  for (let layer = 0; layer < shape.layers; layer++) {
    hidden = attentionBlock(model, layer, hidden, shared);
    hidden = feedForwardBlock(model, layer, hidden);
  }
  const normed = norm(model, lastPositions(graph, hidden), 'output_norm', 'output_norm');
  outputHead(graph, table, normed, 'logits');
  declareOutputs(graph, shape);
}

function declareInputs(graph: GraphBuilder, { layers, keyValueHeads, headSize }: LlamaShape): void {
  const { int64, float32 } = ElementType;
  graph.input('input_ids', int64, ['batch_size', 'sequence_length']);
  graph.input('attention_mask', int64, ['batch_size', 'total_sequence_length']);
  graph.input('position_ids', int64, ['batch_size', 'sequence_length']);
  const sizes = ['batch_size', keyValueHeads, 'past_sequence_length', headSize];
  for (const name of cacheNames(layers)) graph.input(`past_key_values.${name}`, float32, sizes);
  graph.input('num_logits_to_keep', int64, []);
}

function declareOutputs(graph: GraphBuilder, shape: LlamaShape): void {
  const { layers, keyValueHeads, headSize, vocabulary } = shape;
  const { float32 } = ElementType;
  graph.output('logits', float32, ['batch_size', 'num_logits', vocabulary]);
  for (const [part, length] of [
    ['present', 'total_sequence_length'],
    ['new', 'sequence_length'],
  ] as const) {
    const sizes = ['batch_size', keyValueHeads, length, headSize];
    for (const name of cacheNames(layers)) graph.output(`${part}.${name}`, float32, sizes);
  }
}

function cacheNames(layers: number): string[] {
  return Array.from({ length: layers }, (_, layer) => [`${layer}.key`, `${layer}.value`]).flat();
}

/** x + W_o · attention(norm(x)). Query, key and value rows form one layer: they share block sums and a call. */
function attentionBlock(model: Model, layer: number, x: string, shared: AttentionInputs) {
  const { graph, shape, weights } = model;
  const at = `layers.${layer}.attention`;
  const { heads, keyValueHeads, headSize } = shape;
  const normed = norm(model, x, `blk.${layer}.attn_norm`, `${at}.norm`);
  const qkv = stackQ41([
    weights.matrix(layer, 'attn_q'),
    weights.matrix(layer, 'attn_k'),
    weights.matrix(layer, 'attn_v'),
  ]);
  const fused = quantisedLinear(graph, normed, qkv, `${at}.qkv`);
  const [q, k, v] = [`${at}.q`, `${at}.k`, `${at}.v`];
  const sizes = [heads * headSize, keyValueHeads * headSize, keyValueHeads * headSize];
  graph.node('Split', [fused, sizes], [q, k, v], { axis: -1 });
  const mixed = attention(graph, shape, layer, { q, k, v }, shared);
  const output = weights.matrix(layer, 'attn_output');
  const projected = quantisedLinear(graph, mixed, output, `${at}.output`);
  return graph.node('Add', [x, projected], `${at}.residual`);
}

/** x + W_down · (silu(W_gate · n) * W_up · n) with n = norm(x). */
function feedForwardBlock(model: Model, layer: number, x: string) {
  const { graph, shape, weights } = model;
  const at = `layers.${layer}.feed_forward`;
  const { intermediate } = shape;
  const normed = norm(model, x, `blk.${layer}.ffn_norm`, `${at}.norm`);
  const gateUp = stackQ41([weights.matrix(layer, 'ffn_gate'), weights.matrix(layer, 'ffn_up')]);
  const fused = quantisedLinear(graph, normed, gateUp, `${at}.gate_up`);
  const [gate, up] = [`${at}.gate`, `${at}.up`];
  graph.node('Split', [fused, [intermediate, intermediate]], [gate, up], { axis: -1 });
  const sigmoid = graph.node('Sigmoid', [gate], `${at}.sigmoid`);
  const silu = graph.node('Mul', [gate, sigmoid], `${at}.silu`);
  const product = graph.node('Mul', [silu, up], `${at}.product`);
  const down = weights.matrix(layer, 'ffn_down');
  const projected = quantisedLinear(graph, product, down, `${at}.down`);
  return graph.node('Add', [x, projected], `${at}.residual`);
}

/** Root mean square normalisation: x / sqrt(mean(x²) + ε) · weight. */
function norm({ graph, shape, weights }: Model, x: string, tensor: string, at: string) {
  const values = weights.norm(tensor);
  const weight = graph.weight(`${at}.weight`, ElementType.float32, [shape.hidden], values);
  const attributes = { axis: -1, epsilon: { float: shape.rmsEpsilon } };
  return graph.node('SimplifiedLayerNormalization', [x, weight], at, attributes);
}

/** The last num_logits_to_keep positions of x [B, S, hidden]: from -n to the end; -0 is the beginning. */
function lastPositions(graph: GraphBuilder, x: string): string {
  const negated = graph.node('Neg', ['num_logits_to_keep'], 'kept.negated');
  const start = graph.node('Reshape', [negated, [1]], 'kept.start');
  return graph.node('Slice', [x, start, [2n ** 62n], [1]], 'kept.hidden');
}
