/**
 * Causal self-attention with grouped heads, rotary positions and a cache of keys and values.
 * B: sequences, S: tokens of this call, T: cached tokens and those of this call, H: query heads, K: key/value heads,
 * G = H / K: query heads that share a key/value head, E: head size. The queries that share one stand below each other,
 * so that its matrix products have G·S rows: a product of a single row is rounded in another way, and a token read
 * alone after a cache would get other logits than the same token read with those before it.
 *
 * There is no Softmax node: ONNX Runtime's adds up in an order that depends on the width of the processor's vectors.
 * Here exp(score - max) is multiplied by the values, and by ones to get its sums, and the two are divided: matrix
 * products add in the same order on AVX2 and AVX-512, so the logits are bit-identical there.
 */
import type { LlamaShape } from '../gguf/gguf-file.ts';
import { ElementType, type GraphBuilder } from '../onnx/graph-builder.ts';

/** What all layers share; computed once a call. */
export interface AttentionInputs {
  /** [B, S, 1, E] */
  readonly cosine: string;
  readonly sine: string;
  /** [B, 1, G·S, T] 0 where a token may look, the lowest float32 where it may not. */
  readonly bias: string;
  /** [T, 16] ones. A matrix product this wide takes the same code path on all processors; one column may not. */
  readonly ones: string;
}

/** G·S, under a name of its own. */
const GROUPED_LENGTH = 'grouped_sequence_length';
const ONES_COLUMNS = 16;
/** Not -Infinity: a row in which everything is hidden would be (-Infinity) - (-Infinity), not a number. */
const HIDDEN = -3.4028234663852886e38;

export function attentionInputs(graph: GraphBuilder, shape: LlamaShape): AttentionInputs {
  return { ...rotaryTables(graph, shape), ...mask(graph, shape) };
}

/** cos and sin of position · theta^(-2i/E), each written twice side by side, from position_ids [B, S]. */
function rotaryTables(graph: GraphBuilder, { headSize, ropeTheta }: LlamaShape) {
  const { float32 } = ElementType;
  const half = headSize / 2;
  const frequencies = Float32Array.from({ length: half }, (_, i) => ropeTheta ** ((-2 * i) / headSize));
  const table = graph.constant('rotary.frequencies', float32, [1, 1, half], frequencies);
  const positions = graph.node('Cast', ['position_ids'], 'rotary.positions', { to: float32 });
  const column = graph.node('Unsqueeze', [positions, [-1]], 'rotary.positions_column');
  const angles = graph.node('Mul', [column, table], 'rotary.angles');
  const twice = graph.node('Concat', [angles, angles], 'rotary.angles_twice', { axis: -1 });
  const forEachHead = (operator: string, name: string): string =>
    graph.node('Unsqueeze', [graph.node(operator, [twice], `${name}_table`), [2]], name);
  return { cosine: forEachHead('Cos', 'rotary.cosine'), sine: forEachHead('Sin', 'rotary.sine') };
}

/** A token sees itself and what came before it, as far as attention_mask [B, T] is 1 there. */
function mask(graph: GraphBuilder, { heads, keyValueHeads }: LlamaShape) {
  const [zero, one] = [graph.integer(0), graph.integer(1)];
  const maskShape = graph.node('Shape', ['attention_mask'], 'mask.shape');
  const total = graph.node('Gather', [maskShape, one], 'mask.total');
  const idsShape = graph.node('Shape', ['input_ids'], 'mask.ids_shape');
  const tokens = graph.node('Gather', [idsShape, one], 'mask.tokens');
  const past = graph.node('Sub', [total, tokens], 'mask.past');
  const keyIndices = graph.node('Range', [zero, total, one], 'mask.key_indices'); // [T]
  const queryIndices = graph.node('Range', [past, total, one], 'mask.query_indices'); // [S]
  const queryColumn = graph.node('Unsqueeze', [queryIndices, [1]], 'mask.query_column'); // [S, 1]
  const causal = graph.node('LessOrEqual', [keyIndices, queryColumn], 'mask.causal'); // [S, T]
  const real = graph.node('Cast', ['attention_mask'], 'mask.real', { to: ElementType.boolean });
  const realRow = graph.node('Unsqueeze', [real, [1, 2]], 'mask.real_row'); // [B, 1, 1, T]
  const visible = graph.node('And', [causal, realRow], 'mask.visible'); // [B, 1, S, T]
  const ofOneHead = graph.node('Where', [visible, graph.float(0), graph.float(HIDDEN)], 'mask.of_one_head');
  const group = Array.from({ length: heads / keyValueHeads }, () => ofOneHead);
  const bias = graph.node('Concat', group, 'mask.bias', { axis: 2 });
  graph.sizes(bias, ['batch_size', 1, GROUPED_LENGTH, 'total_sequence_length']);
  const totalList = graph.node('Gather', [maskShape, [1]], 'mask.total_list');
  const onesShape = graph.node('Concat', [totalList, [ONES_COLUMNS]], 'mask.ones_shape', { axis: 0 });
  return { bias, ones: graph.node('Expand', [graph.float(1), onesShape], 'mask.ones') };
}

/**
 * Attention of one layer over q [B, S, H·E], k and v [B, S, K·E]; returns [B, S, H·E]. Reads the cache inputs
 * `past_key_values.L.key` and `.value` [B, K, T - S, E] and makes `new.L.key` and `.value` [B, K, S, E], and with both
 * one behind the other `present.L.key` and `.value` [B, K, T, E].
 */
export function attention(
  graph: GraphBuilder,
  shape: LlamaShape,
  layer: number,
  { q, k, v }: { readonly q: string; readonly k: string; readonly v: string },
  inputs: AttentionInputs,
): string {
  const { heads, keyValueHeads, headSize } = shape;
  const at = `layers.${layer}.attention`;
  /** [B, S, n·E] to [B, S, n, E] */
  const split = (x: string, n: number): string =>
    graph.node('Reshape', [x, [0, 0, n, headSize]], `${x}.heads`);
  /** [B, S, n, E] to [B, n, S, E] */
  const byHead = (x: string, name = `${x}.by_head`): string =>
    graph.node('Transpose', [x], name, { perm: [0, 2, 1, 3] });
  const cached = (name: string, added: string): string =>
    graph.node('Concat', [`past_key_values.${name}`, added], `present.${name}`, { axis: 2 });
  const queries = byHead(rotated(graph, split(q, heads), headSize, inputs));
  const newKeys = byHead(rotated(graph, split(k, keyValueHeads), headSize, inputs), `new.${layer}.key`);
  const newValues = byHead(split(v, keyValueHeads), `new.${layer}.value`);
  const keys = cached(`${layer}.key`, newKeys);
  const values = cached(`${layer}.value`, newValues);

  const stacked = [0, keyValueHeads, -1, headSize];
  const grouped = graph.node('Reshape', [queries, stacked], `${at}.queries_grouped`); // [B, K, G·S, E]
  graph.sizes(grouped, ['batch_size', keyValueHeads, GROUPED_LENGTH, headSize]);
  const keysTransposed = graph.node('Transpose', [keys], `${at}.keys_transposed`, { perm: [0, 1, 3, 2] });
  const products = graph.node('MatMul', [grouped, keysTransposed], `${at}.products`); // [B, K, G·S, T]
  const scaled = graph.node('Mul', [products, graph.float(1 / Math.sqrt(headSize))], `${at}.scaled`);
  const scores = graph.node('Add', [scaled, inputs.bias], `${at}.scores`);
  const weighted = weightedSum(graph, at, scores, values, inputs.ones); // [B, K, G·S, E]
  const separate = graph.node('Reshape', [weighted, [0, heads, -1, headSize]], `${at}.by_head`);
  graph.sizes(separate, ['batch_size', heads, 'sequence_length', headSize]);
  const byToken = graph.node('Transpose', [separate], `${at}.by_token`, { perm: [0, 2, 1, 3] });
  return graph.node('Reshape', [byToken, [0, 0, heads * headSize]], `${at}.mixed`);
}

/** softmax(scores) · values, as Σ exp(score - max)·value over Σ exp(score - max). */
function weightedSum(graph: GraphBuilder, at: string, scores: string, values: string, ones: string): string {
  const highest = graph.node('ReduceMax', [scores, [-1]], `${at}.highest`, { keepdims: 1 });
  const shifted = graph.node('Sub', [scores, highest], `${at}.shifted`);
  const exponentials = graph.node('Exp', [shifted], `${at}.exponentials`);
  const sums = graph.node('MatMul', [exponentials, ones], `${at}.sums`); // [B, K, G·S, 16], all columns equal
  const sum = graph.node('Slice', [sums, [0], [1], [-1]], `${at}.sum`);
  const unnormalised = graph.node('MatMul', [exponentials, values], `${at}.unnormalised`);
  return graph.node('Div', [unnormalised, sum], `${at}.weighted`);
}

/** Rotates x [B, S, n, E] by its positions: x·cos + (-second half, first half)·sin. */
function rotated(graph: GraphBuilder, x: string, headSize: number, inputs: AttentionInputs): string {
  const half = headSize / 2;
  const first = graph.node('Slice', [x, [0], [half], [-1]], `${x}.first`);
  const second = graph.node('Slice', [x, [half], [headSize], [-1]], `${x}.second`);
  const negated = graph.node('Neg', [second], `${x}.negated`);
  const turned = graph.node('Concat', [negated, first], `${x}.turned`, { axis: -1 });
  const kept = graph.node('Mul', [x, inputs.cosine], `${x}.kept`);
  const mixed = graph.node('Mul', [turned, inputs.sine], `${x}.mixed`);
  return graph.node('Add', [kept, mixed], `${x}.rotated`);
}
