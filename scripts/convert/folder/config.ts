/** The small JSON files beside the graph, with the names and values that transformers and transformers.js read. */
import { UserError } from '#base/user-error';
import type { GgufFile } from '../gguf/gguf-file.ts';
import type { LlamaShape } from '../gguf/llama-shape.ts';
import type { Vocabulary } from './tokenizer.ts';

type TokenRoles = ReturnType<typeof readTokenRoles>;

/**
 * The ids of the tokens that begin, end, replace and pad; undefined for a role that no token has. Throws a UserError
 * for an entry that is no token's id.
 */
export function readTokenRoles(file: GgufFile, { tokens }: Vocabulary) {
  const role = (name: string): number | undefined => {
    const key = `tokenizer.ggml.${name}_token_id`;
    if (!file.has(key)) return undefined;
    const id = file.count(key);
    if (id < tokens.length) return id;
    throw new UserError(`${file.path} is damaged: ${key} is ${id}, but it has ${tokens.length} tokens.`);
  };
  const eos = role('eos');
  return { bos: role('bos'), eos, unknown: role('unknown'), padding: role('padding') ?? eos };
}

/** config.json. `weightFiles` is how many files hold the weights. */
export function modelConfig(shape: LlamaShape, roles: TokenRoles, graphFile: string, weightFiles: number) {
  return {
    architectures: ['LlamaForCausalLM'],
    attention_bias: false,
    attention_dropout: 0,
    ...generationConfig(roles),
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
    rms_norm_eps: shortestFloat32(shape.rmsEpsilon),
    rope_scaling: null,
    rope_theta: shortestFloat32(shape.ropeTheta),
    tie_word_embeddings: true,
    torch_dtype: 'float32',
    'transformers.js_config': { dtype: 'q4', use_external_data_format: { [graphFile]: weightFiles } },
    use_cache: true,
    vocab_size: shape.vocabulary,
  };
}

export function generationConfig({ bos, eos, padding }: TokenRoles) {
  return { bos_token_id: bos, eos_token_id: eos, pad_token_id: padding };
}

/** tokenizer_config.json, with the GGUF's chat template when it has one. */
export function tokenizerConfig(
  shape: LlamaShape,
  { tokens, special }: Vocabulary,
  roles: TokenRoles,
  chatTemplate: string | undefined,
) {
  const name = (id: number | undefined) => (id === undefined ? undefined : tokens[id]);
  const flags = { lstrip: false, normalized: false, rstrip: false, single_word: false, special: true };
  return {
    add_prefix_space: false,
    added_tokens_decoder: Object.fromEntries(special.map(({ id, content }) => [id, { content, ...flags }])),
    bos_token: name(roles.bos),
    chat_template: chatTemplate,
    clean_up_tokenization_spaces: false,
    eos_token: name(roles.eos),
    model_max_length: shape.context,
    pad_token: name(roles.padding),
    tokenizer_class: 'GPT2Tokenizer',
    unk_token: name(roles.unknown),
    vocab_size: shape.vocabulary,
  };
}

/** The shortest decimal number that is the same float32: 0.000009999999747378752 becomes 0.00001. */
export function shortestFloat32(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === Math.fround(value)) return candidate;
  }
  return value;
}
