/** The sizes and constants of a Llama, from GGUF metadata; refuses the variants that the graph does not compute. */
import { UserError } from '#base/user-error';
import { BLOCK_SIZE } from './blocks.ts';
import type { GgufFile } from './gguf-file.ts';

export interface LlamaShape {
  readonly layers: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly vocabulary: number;
  readonly context: number;
  readonly ropeTheta: number;
  readonly rmsEpsilon: number;
}

/** Throws a UserError for a variant of llama that is not known here, and for sizes that do not fit together. */
export function readLlamaShape(file: GgufFile): LlamaShape {
  const architecture = file.text('general.architecture');
  if (architecture !== 'llama')
    throw new UserError(
      `${file.path} holds a model of architecture "${architecture}"; the converter knows "llama".`,
    );
  const hidden = file.count('llama.embedding_length');
  const heads = file.count('llama.attention.head_count');
  const shape: LlamaShape = {
    layers: file.count('llama.block_count'),
    hidden,
    intermediate: file.count('llama.feed_forward_length'),
    heads,
    keyValueHeads: file.count('llama.attention.head_count_kv', heads),
    headSize: file.has('llama.attention.key_length')
      ? file.count('llama.attention.key_length')
      : hidden / heads,
    vocabulary: file.texts('tokenizer.ggml.tokens').length,
    context: file.count('llama.context_length'),
    ropeTheta: file.number('llama.rope.freq_base', 10_000),
    rmsEpsilon: file.number('llama.attention.layer_norm_rms_epsilon'),
  };
  checkSizes(file, shape);
  refuseVariants(file, shape);
  return shape;
}

function refuseVariants(file: GgufFile, shape: LlamaShape): void {
  const refuse = (key: string, expected: string, value: string | number): UserError =>
    new UserError(`${file.path}: ${key} is ${value}; the converter knows only ${expected}.`);
  const scaling = 'llama.rope.scaling.type';
  if (file.has(scaling) && file.text(scaling) !== 'none') throw refuse(scaling, '"none"', file.text(scaling));
  const known = {
    'llama.rope.dimension_count': shape.headSize,
    'llama.attention.value_length': shape.headSize,
    'llama.vocab_size': shape.vocabulary,
    'llama.expert_count': 0,
  };
  for (const [key, expected] of Object.entries(known)) {
    const value = file.count(key, expected);
    if (value !== expected) throw refuse(key, String(expected), value);
  }
}

function checkSizes({ path }: GgufFile, shape: LlamaShape): void {
  const { heads, keyValueHeads, headSize } = shape;
  for (const [name, value] of Object.entries(shape))
    if (!(value > 0)) throw new UserError(`${path} is damaged: its ${name} is ${value}.`);
  if (!Number.isInteger(headSize) || headSize % 2 !== 0)
    throw new UserError(`${path}: the head size must be an even integer, got ${headSize}.`);
  if (heads > shape.hidden)
    throw new UserError(`${path} is damaged: ${heads} heads look at vectors of ${shape.hidden} numbers.`);
  if (heads % keyValueHeads !== 0)
    throw new UserError(`${path}: ${heads} heads cannot share ${keyValueHeads} key/value heads evenly.`);
  const sizes = {
    'the hidden size': shape.hidden,
    'the intermediate size': shape.intermediate,
    'heads times head size': heads * headSize,
  };
  for (const [name, size] of Object.entries(sizes))
    if (size % BLOCK_SIZE !== 0)
      throw new UserError(`${path}: ${name} must be a multiple of ${BLOCK_SIZE}, got ${size}.`);
}
