/** Reads the GGUF of a Llama: the directory by @huggingface/gguf, tensor bytes by us (format: docs/gguf.md of ggml). */
import { readFile } from 'node:fs/promises';
import { gguf } from '@huggingface/gguf';
import { z } from 'zod';
import { tensorByteLength } from './blocks.ts';

const METADATA = z.object({
  'llama.block_count': z.int(),
  'llama.context_length': z.int(),
  'llama.embedding_length': z.int(),
  'llama.feed_forward_length': z.int(),
  'llama.attention.head_count': z.int(),
  'llama.attention.head_count_kv': z.int(),
  'llama.attention.layer_norm_rms_epsilon': z.number(),
  'llama.rope.dimension_count': z.int(),
  'llama.rope.freq_base': z.number(),
  'tokenizer.ggml.tokens': z.array(z.string()),
  'tokenizer.ggml.token_type': z.array(z.int()),
  'tokenizer.ggml.merges': z.array(z.string()),
  'tokenizer.ggml.bos_token_id': z.int(),
  'tokenizer.ggml.eos_token_id': z.int(),
  'tokenizer.ggml.unknown_token_id': z.int(),
  'tokenizer.ggml.padding_token_id': z.int(),
  'tokenizer.chat_template': z.string(),
});

export type Metadata = z.infer<typeof METADATA>;

export interface Gguf {
  readonly metadata: Metadata;
  /** The bytes of each tensor as stored, by its name. */
  readonly tensors: ReadonlyMap<string, Uint8Array>;
}

export async function readGguf(path: string): Promise<Gguf> {
  const bytes = await readFile(path);
  const { metadata, tensorInfos, tensorDataOffset } = await gguf(path, { allowLocalFile: true });
  const tensors = tensorInfos.map(({ name, dtype, shape, offset }) => {
    const start = Number(tensorDataOffset + offset);
    const weights = shape.reduce((product, size) => product * Number(size), 1);
    return [name, bytes.subarray(start, start + tensorByteLength(dtype, weights))] as const;
  });
  return { metadata: METADATA.parse(metadata), tensors: new Map(tensors) };
}

export type LlamaShape = ReturnType<typeof llamaShape>;

export function llamaShape(metadata: Metadata) {
  return {
    layers: metadata['llama.block_count'],
    hidden: metadata['llama.embedding_length'],
    intermediate: metadata['llama.feed_forward_length'],
    heads: metadata['llama.attention.head_count'],
    keyValueHeads: metadata['llama.attention.head_count_kv'],
    headSize: metadata['llama.rope.dimension_count'],
    vocabulary: metadata['tokenizer.ggml.tokens'].length,
    context: metadata['llama.context_length'],
    ropeTheta: metadata['llama.rope.freq_base'],
    rmsEpsilon: metadata['llama.attention.layer_norm_rms_epsilon'],
  };
}
