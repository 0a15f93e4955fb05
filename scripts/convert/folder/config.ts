/** The small JSON files beside the graph, with the names and values that transformers and transformers.js read. */
import type { LlamaShape, Metadata } from '../gguf/gguf-file.ts';
import { vocabularyOf } from './tokenizer.ts';

/** config.json. `weightFiles` is how many files hold the weights. */
export function modelConfig(metadata: Metadata, shape: LlamaShape, graphFile: string, weightFiles: number) {
  return {
    architectures: ['LlamaForCausalLM'],
    attention_bias: false,
    attention_dropout: 0,
    ...generationConfig(metadata),
    head_dim: shape.headSize,
    hidden_act: 'silu',
    hidden_size: shape.hidden,
    intermediate_size: shape.intermediate,
    max_position_embeddings: shape.context,
    mlp_bias: false,
    model_type: 'llama',
    num_attention_heads: shape.heads,
    num_hidden_layers: shape.layers,
    num_key_value_heads: shape.keyValueHeads,
    rms_norm_eps: inFloat32Digits(shape.rmsEpsilon),
    rope_scaling: null,
    rope_theta: inFloat32Digits(shape.ropeTheta),
    tie_word_embeddings: true,
    torch_dtype: 'float32',
    'transformers.js_config': { dtype: 'q4', use_external_data_format: { [graphFile]: weightFiles } },
    use_cache: true,
    vocab_size: shape.vocabulary,
  };
}

export function generationConfig(metadata: Metadata) {
  return {
    bos_token_id: metadata['tokenizer.ggml.bos_token_id'],
    eos_token_id: metadata['tokenizer.ggml.eos_token_id'],
    pad_token_id: metadata['tokenizer.ggml.padding_token_id'],
  };
}

export function tokenizerConfig(metadata: Metadata) {
  const { tokens, special } = vocabularyOf(metadata);
  const { bos_token_id: bos, eos_token_id: eos, pad_token_id: padding } = generationConfig(metadata);
  const flags = { lstrip: false, normalized: false, rstrip: false, single_word: false, special: true };
  return {
    add_prefix_space: false,
    added_tokens_decoder: Object.fromEntries(special.map(({ id, content }) => [id, { content, ...flags }])),
    bos_token: tokens[bos],
    chat_template: metadata['tokenizer.chat_template'],
    clean_up_tokenization_spaces: false,
    eos_token: tokens[eos],
    model_max_length: metadata['llama.context_length'],
    pad_token: tokens[padding],
    tokenizer_class: 'GPT2Tokenizer',
    unk_token: tokens[metadata['tokenizer.ggml.unknown_token_id']],
    vocab_size: tokens.length,
  };
}

/** A float32 in the seven digits that it has: 0.000009999999747378752 becomes 0.00001. */
const inFloat32Digits = (value: number): number => Number(value.toPrecision(7));
