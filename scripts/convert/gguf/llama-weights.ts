/** The tensors of a Llama in a GGUF file, by the part they play, checked for type and shape. */
import { UserError } from '#base/user-error';
import { allFloat16Finite } from './float16.ts';
import type { GgufFile, GgufTensor } from './gguf-file.ts';
import type { LlamaShape } from './llama-shape.ts';
import { type Q41Matrix, repackQ41 } from './q4-1.ts';
import { type Q80Matrix, repackQ80 } from './q8-0.ts';
import { rotateHalfRowOrder } from './rotary-rows.ts';

const LAYER_TENSORS = [
  'attn_norm',
  'attn_q',
  'attn_k',
  'attn_v',
  'attn_output',
  'ffn_norm',
  'ffn_gate',
  'ffn_up',
  'ffn_down',
];

/** Reads weights on demand, so that one matrix is in memory at a time. */
export class LlamaWeights {
  readonly #file: GgufFile;
  readonly #shape: LlamaShape;

  /**
   * Throws a UserError unless the file holds exactly the tensors of a Llama of this shape with tied embedding: a
   * tensor the graph would not use (a bias, an own output head) would silently change what the model says.
   */
  constructor(file: GgufFile, shape: LlamaShape) {
    this.#file = file;
    this.#shape = shape;
    const expected = new Set<string>();
    for (const name of expectedTensors(shape.layers)) {
      if (!file.tensors.has(name)) throw new UserError(`${file.path} lacks the tensor ${name}.`);
      expected.add(name);
    }
    const unknown = [...file.tensors.keys()].find((name) => !expected.has(name));
    if (unknown !== undefined) {
      throw new UserError(`${file.path} holds the tensor ${unknown}, which the converter does not know.`);
    }
  }

  /** [vocabulary, hidden] token vectors, also the output head. */
  async embedding(): Promise<Q80Matrix> {
    const { vocabulary, hidden } = this.#shape;
    const tensor = this.#tensor('token_embd.weight', 'Q8_0', [vocabulary, hidden]);
    const matrix = repackQ80(await this.#file.read(tensor), vocabulary, hidden);
    this.#checkFinite(tensor, allFloat16Finite(matrix.scales));
    return matrix;
  }

  /** [hidden] weights of a normalisation: "blk.0.attn_norm", "output_norm". */
  async norm(name: string): Promise<Float32Array> {
    const tensor = this.#tensor(`${name}.weight`, 'F32', [this.#shape.hidden]);
    const weights = new Float32Array((await this.#file.read(tensor)).buffer);
    this.#checkFinite(tensor, weights.every(Number.isFinite));
    return weights;
  }

  /** [heads · headSize, hidden], rows in rotate-half order. */
  query(layer: number): Promise<Q41Matrix> {
    return this.#rotated(`blk.${layer}.attn_q.weight`, this.#shape.heads);
  }

  /** [keyValueHeads · headSize, hidden], rows in rotate-half order. */
  key(layer: number): Promise<Q41Matrix> {
    return this.#rotated(`blk.${layer}.attn_k.weight`, this.#shape.keyValueHeads);
  }

  /** [keyValueHeads · headSize, hidden] */
  value(layer: number): Promise<Q41Matrix> {
    const { keyValueHeads, headSize, hidden } = this.#shape;
    return this.#matrix(`blk.${layer}.attn_v.weight`, keyValueHeads * headSize, hidden);
  }

  /** [hidden, heads · headSize] */
  attentionOutput(layer: number): Promise<Q41Matrix> {
    const { heads, headSize, hidden } = this.#shape;
    return this.#matrix(`blk.${layer}.attn_output.weight`, hidden, heads * headSize);
  }

  /** [intermediate, hidden] */
  gate(layer: number): Promise<Q41Matrix> {
    return this.#matrix(`blk.${layer}.ffn_gate.weight`, this.#shape.intermediate, this.#shape.hidden);
  }

  /** [intermediate, hidden] */
  up(layer: number): Promise<Q41Matrix> {
    return this.#matrix(`blk.${layer}.ffn_up.weight`, this.#shape.intermediate, this.#shape.hidden);
  }

  /** [hidden, intermediate] */
  down(layer: number): Promise<Q41Matrix> {
    return this.#matrix(`blk.${layer}.ffn_down.weight`, this.#shape.hidden, this.#shape.intermediate);
  }

  #rotated(name: string, heads: number): Promise<Q41Matrix> {
    const { headSize, hidden } = this.#shape;
    return this.#matrix(name, heads * headSize, hidden, () => rotateHalfRowOrder(heads, headSize));
  }

  async #matrix(
    name: string,
    rows: number,
    columns: number,
    rowOrder?: () => readonly number[],
  ): Promise<Q41Matrix> {
    const tensor = this.#tensor(name, 'Q4_1', [rows, columns]);
    const matrix = repackQ41(await this.#file.read(tensor), rows, columns, rowOrder?.());
    this.#checkFinite(tensor, allFloat16Finite(matrix.scales) && allFloat16Finite(matrix.minimums));
    return matrix;
  }

  #tensor(name: string, type: string, shape: readonly number[]): GgufTensor {
    const tensor = this.#file.tensors.get(name);
    if (!tensor) throw new UserError(`${this.#file.path} lacks the tensor ${name}.`);
    if (tensor.type !== type) {
      throw new UserError(
        `${this.#file.path}: tensor ${name} is of type ${tensor.type}; the converter expects ${type} there.`,
      );
    }
    if (tensor.shape.join() !== shape.join()) {
      throw new UserError(
        `${this.#file.path}: tensor ${name} has the shape ${tensor.shape.join(' x ')}, expected ${shape.join(' x ')}.`,
      );
    }
    return tensor;
  }

  #checkFinite(tensor: GgufTensor, finite: boolean): void {
    if (!finite) {
      throw new UserError(
        `${this.#file.path} is damaged: tensor ${tensor.name} holds a number that is not finite.`,
      );
    }
  }
}

/** One by one, so that a damaged number of layers ends at the first tensor that is not there. */
function* expectedTensors(layers: number): Generator<string> {
  yield 'token_embd.weight';
  yield 'output_norm.weight';
  for (let layer = 0; layer < layers; layer++) {
    for (const part of LAYER_TENSORS) yield `blk.${layer}.${part}.weight`;
  }
}
