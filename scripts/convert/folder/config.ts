/** The small JSON files beside the graph, with the names and values that transformers and transformers.js read. */
import { UserError } from '#base/user-error';
import type { GgufFile } from '../gguf/gguf-file.ts';
import type { LlamaShape } from '../gguf/llama-shape.ts';
import type { OrderedJson } from './ordered-json.ts';
import type { Vocabulary } from './tokenizer.ts';

type JsonObject = { readonly [key: string]: OrderedJson };

/** Ids of the tokens with a role; undefined for a role that no token has. */
export interface TokenRoles {
  readonly bos: number | undefined;
  readonly eos: number | undefined;
  readonly unknown: number | undefined;
  readonly padding: number | undefined;
}

/** Reads which tokens begin, end, pad and replace. Throws a UserError for an entry that is no token's id. */
export function readTokenRoles(file: GgufFile, vocabulary: Vocabulary): TokenRoles {
  const role = (name: string): number | undefined => {
    const key = `tokenizer.ggml.${name}_token_id`;
    if (!file.has(key)) return undefined;
    const id = file.count(key);
    if (id < vocabulary.tokens.length) return id;
    throw new UserError(
      `${file.path} is damaged: ${key} is ${id}, but it has ${vocabulary.tokens.length} tokens.`,
    );
  };
  const eos = role('eos');
  return { bos: role('bos'), eos, unknown: role('unknown'), padding: role('padding') ?? eos };
}

/** config.json. `dataFiles` is how many files hold the weights. */
export function modelConfig(
  shape: LlamaShape,
  roles: TokenRoles,
  graphFile: string,
  dataFiles: number,
): JsonObject {
  return {
    architectures: ['LlamaForCausalLM'],
    attention_bias: false,
    attention_dropout: 0,
    ...withoutUndefined({
      bos_token_id: roles.bos,
      eos_token_id: roles.eos,
      pad_token_id: roles.padding,
    }),
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
    'transformers.js_config': { dtype: 'q4', use_external_data_format: { [graphFile]: dataFiles } },
    use_cache: true,
    vocab_size: shape.vocabulary,
  };
}

/** generation_config.json */
export function generationConfig(roles: TokenRoles): JsonObject {
  return withoutUndefined({
    bos_token_id: roles.bos,
    eos_token_id: roles.eos,
    pad_token_id: roles.padding,
  });
}

/** tokenizer_config.json, with the GGUF's chat template when it has one. */
export function tokenizerConfig(
  shape: LlamaShape,
  vocabulary: Vocabulary,
  roles: TokenRoles,
  chatTemplate: string | undefined,
): JsonObject {
  const name = (id: number | undefined): string | undefined =>
    id === undefined ? undefined : vocabulary.tokens[id];
  const flags = { lstrip: false, normalized: false, rstrip: false, single_word: false, special: true };
  return withoutUndefined({
    add_prefix_space: false,
    added_tokens_decoder: Object.fromEntries(
      vocabulary.special.map(({ id, content }) => [String(id), { content, ...flags }]),
    ),
    bos_token: name(roles.bos),
    chat_template: chatTemplate,
    clean_up_tokenization_spaces: false,
    eos_token: name(roles.eos),
    model_max_length: shape.context,
    pad_token: name(roles.padding),
    tokenizer_class: 'GPT2Tokenizer',
    unk_token: name(roles.unknown),
    vocab_size: shape.vocabulary,
  });
}

function withoutUndefined(fields: { readonly [key: string]: OrderedJson | undefined }): JsonObject {
  const kept = Object.entries(fields).filter(
    (entry): entry is [string, OrderedJson] => entry[1] !== undefined,
  );
  return Object.fromEntries(kept);
}

/** The shortest decimal number that is the same float32: 0.000009999999747378752 becomes 0.00001. */
export function shortestFloat32(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === Math.fround(value)) return candidate;
  }
  return value;
}
