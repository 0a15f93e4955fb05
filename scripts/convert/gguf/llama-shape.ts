import type { Metadata } from './gguf-file.ts';

/** The sizes and constants of a Llama. */
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
