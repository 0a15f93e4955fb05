import { type Q41Matrix, type Q80Matrix, repackQ41, repackQ80, rotateHalfRowOrder } from './blocks.ts';
import type { Gguf, LlamaShape } from './gguf-file.ts';

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

/** The weights of a Llama with tied embeddings. Throws an Error for a missing tensor, a RangeError for a wrong size. */
export function llamaWeights({ tensors }: Gguf, shape: LlamaShape) {
  const { vocabulary, hidden, headSize } = shape;
  const sizes = matrixSizes(shape);
  const bytesOf = (part: string): Uint8Array => {
    const bytes = tensors.get(`${part}.weight`);
    if (!bytes) throw new Error(`no tensor ${part}.weight`);
    return bytes;
  };
  return {
    /** [vocabulary, hidden] token vectors, also the output head. */
    embedding: (): Q80Matrix => repackQ80(bytesOf('token_embd'), vocabulary, hidden),

    /** [hidden] weights of a normalisation: "blk.0.attn_norm", "output_norm". */
    norm: (part: string): Float32Array => new Float32Array(Uint8Array.from(bytesOf(part)).buffer),

    /** A matrix of a layer, with the rows of queries and keys in rotate-half order. */
    matrix(layer: number, part: keyof typeof sizes): Q41Matrix {
      const [rows, columns] = sizes[part];
      const isRotated = part === 'attn_q' || part === 'attn_k';
      const rowOrder = isRotated ? rotateHalfRowOrder(rows / headSize, headSize) : undefined;
      return repackQ41(bytesOf(`blk.${layer}.${part}`), rows, columns, rowOrder);
    },
  };
}
