/** The tensors of a Llama in a GGUF file, by the part they play, checked for type and shape. */
import { UserError } from '#base/user-error';
import { type Q41Matrix, type Q80Matrix, repackQ41, repackQ80, rotateHalfRowOrder } from './blocks.ts';
import type { GgufFile } from './gguf-file.ts';
import type { LlamaShape } from './llama-shape.ts';

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

export type LlamaWeights = ReturnType<typeof llamaWeights>;

/**
 * Reads weights on demand, one matrix at a time. Throws a UserError unless the file holds exactly the tensors of a Llama
 * of this shape with tied embedding: one that the graph ignores (a bias, an output head) would silently change results.
 * Reading throws one for a tensor of another type or shape, or with a number that is not finite.
 */
export function llamaWeights(file: GgufFile, shape: LlamaShape) {
  const { path, tensors } = file;
  const { vocabulary, hidden, headSize } = shape;
  const sizes = matrixSizes(shape);
  const unknown = new Set(tensors.keys());
  const expect = (name: string): void => {
    if (!unknown.delete(name)) throw new UserError(`${path} lacks the tensor ${name}.`);
  };
  expect('token_embd.weight');
  expect('output_norm.weight');
  for (let layer = 0; layer < shape.layers; layer++)
    for (const part of ['attn_norm', 'ffn_norm', ...Object.keys(sizes)])
      expect(`blk.${layer}.${part}.weight`);
  for (const name of unknown)
    throw new UserError(`${path} holds the tensor ${name}, which the converter does not know.`);

  async function read(name: string, type: string, expected: readonly number[]): Promise<Uint8Array> {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`no tensor ${name}`);
    const at = `${path}: tensor ${name}`;
    if (tensor.type !== type)
      throw new UserError(`${at} is of type ${tensor.type}; the converter expects ${type} there.`);
    const [given, wanted] = [tensor.shape.join(' x '), expected.join(' x ')];
    if (given !== wanted) throw new UserError(`${at} has the shape ${given}, expected ${wanted}.`);
    return await file.read(tensor);
  }

  function assertFinite(name: string, finite: boolean): void {
    if (!finite) throw new UserError(`${path} is damaged: tensor ${name} holds a number that is not finite.`);
  }

  return {
    /** [vocabulary, hidden] token vectors, also the output head. */
    async embedding(): Promise<Q80Matrix> {
      const name = 'token_embd.weight';
      const matrix = repackQ80(await read(name, 'Q8_0', [vocabulary, hidden]), vocabulary, hidden);
      assertFinite(name, allFloat16Finite(matrix.scales));
      return matrix;
    },

    /** [hidden] weights of a normalisation: "blk.0.attn_norm", "output_norm". */
    async norm(part: string): Promise<Float32Array> {
      const name = `${part}.weight`;
      const weights = new Float32Array((await read(name, 'F32', [hidden])).buffer);
      assertFinite(name, weights.every(Number.isFinite));
      return weights;
    },

    /** A matrix of a layer, with the rows of queries and keys in rotate-half order. */
    async matrix(layer: number, part: keyof typeof sizes): Promise<Q41Matrix> {
      const [rows, columns] = sizes[part];
      const name = `blk.${layer}.${part}.weight`;
      const isRotated = part === 'attn_q' || part === 'attn_k';
      const rowOrder = isRotated ? rotateHalfRowOrder(rows / headSize, headSize) : undefined;
      const matrix = repackQ41(await read(name, 'Q4_1', [rows, columns]), rows, columns, rowOrder);
      assertFinite(name, allFloat16Finite(matrix.scales) && allFloat16Finite(matrix.minimums));
      return matrix;
    },
  };
}

/** Whether none of these fp16 bit patterns is NaN or infinite (exponent bits all ones). */
function allFloat16Finite(bits: Uint16Array): boolean {
  return bits.every((value) => (value & 0x7c00) !== 0x7c00);
}
