/** The tensors of a Llama in a GGUF file, by the part they play, checked for type and shape. */
import { UserError } from '#base/user-error';
import type { GgufFile } from './gguf-file.ts';
import type { LlamaShape } from './llama-shape.ts';
import { type Q41Matrix, repackQ41, rotateHalfRowOrder } from './q4-1.ts';
import { type Q80Matrix, repackQ80 } from './q8-0.ts';
import type { GgufTensor } from './tensor-types.ts';

/** The matrices of a layer, by their names in the GGUF: [rows, columns]. */
function matrixSizes({ heads, keyValueHeads, headSize, hidden, intermediate }: LlamaShape) {
  const [queries, keys] = [heads * headSize, keyValueHeads * headSize];
  return {
    attn_q: [queries, hidden],
    attn_k: [keys, hidden],
    attn_v: [keys, hidden],
    attn_output: [hidden, queries],
    ffn_gate: [intermediate, hidden],
    ffn_up: [intermediate, hidden],
    ffn_down: [hidden, intermediate],
  } as const;
}

type MatrixName = keyof ReturnType<typeof matrixSizes>;

/** Reads weights on demand, so that one matrix is in memory at a time. */
export class LlamaWeights {
  private readonly file: GgufFile;
  private readonly shape: LlamaShape;

  /**
   * Throws a UserError unless the file holds exactly the tensors of a Llama of this shape with tied embedding: a
   * tensor the graph would not use (a bias, an own output head) would silently change what the model says.
   */
  constructor(file: GgufFile, shape: LlamaShape) {
    this.file = file;
    this.shape = shape;
    const expected = new Set<string>();
    for (const name of expectedTensors(shape)) {
      if (!file.tensors.has(name)) throw new UserError(`${file.path} lacks the tensor ${name}.`);
      expected.add(name);
    }
    const unknown = [...file.tensors.keys()].find((name) => !expected.has(name));
    if (unknown !== undefined)
      throw new UserError(`${file.path} holds the tensor ${unknown}, which the converter does not know.`);
  }

  /** [vocabulary, hidden] token vectors, also the output head. */
  async embedding(): Promise<Q80Matrix> {
    const { vocabulary, hidden } = this.shape;
    const tensor = this.tensor('token_embd.weight', 'Q8_0', [vocabulary, hidden]);
    const matrix = repackQ80(await this.file.read(tensor), vocabulary, hidden);
    this.checkFinite(tensor, allFloat16Finite(matrix.scales));
    return matrix;
  }

  /** [hidden] weights of a normalisation: "blk.0.attn_norm", "output_norm". */
  async norm(name: string): Promise<Float32Array> {
    const tensor = this.tensor(`${name}.weight`, 'F32', [this.shape.hidden]);
    const weights = new Float32Array((await this.file.read(tensor)).buffer);
    this.checkFinite(tensor, weights.every(Number.isFinite));
    return weights;
  }

  /** A matrix of a layer, with the rows of queries and keys in rotate-half order. */
  async matrix(layer: number, name: MatrixName): Promise<Q41Matrix> {
    const { headSize } = this.shape;
    const [rows, columns] = matrixSizes(this.shape)[name];
    const tensor = this.tensor(`blk.${layer}.${name}.weight`, 'Q4_1', [rows, columns]);
    const isRotated = name === 'attn_q' || name === 'attn_k';
    const rowOrder = isRotated ? rotateHalfRowOrder(rows / headSize, headSize) : undefined;
    const matrix = repackQ41(await this.file.read(tensor), rows, columns, rowOrder);
    this.checkFinite(tensor, allFloat16Finite(matrix.scales) && allFloat16Finite(matrix.minimums));
    return matrix;
  }

  private tensor(name: string, type: string, shape: readonly number[]): GgufTensor {
    const tensor = this.file.tensors.get(name);
    const at = `${this.file.path}: tensor ${name}`;
    if (!tensor) throw new UserError(`${this.file.path} lacks the tensor ${name}.`);
    if (tensor.type !== type)
      throw new UserError(`${at} is of type ${tensor.type}; the converter expects ${type} there.`);
    const [expected, actual] = [shape.join(' x '), tensor.shape.join(' x ')];
    if (actual !== expected) throw new UserError(`${at} has the shape ${actual}, expected ${expected}.`);
    return tensor;
  }

  private checkFinite({ name }: GgufTensor, finite: boolean): void {
    if (finite) return;
    throw new UserError(`${this.file.path} is damaged: tensor ${name} holds a number that is not finite.`);
  }
}

/** One by one, so that a damaged number of layers ends at the first tensor that is not there. */
function* expectedTensors(shape: LlamaShape): Generator<string> {
  yield 'token_embd.weight';
  yield 'output_norm.weight';
  const parts = ['attn_norm', 'ffn_norm', ...Object.keys(matrixSizes(shape))];
  for (let layer = 0; layer < shape.layers; layer++)
    for (const part of parts) yield `blk.${layer}.${part}.weight`;
}

/** Whether none of these fp16 bit patterns is NaN or infinite (exponent bits all ones). */
function allFloat16Finite(bits: Uint16Array): boolean {
  return bits.every((value) => (value & 0x7c00) !== 0x7c00);
}
