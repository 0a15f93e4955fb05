/** The sizes and constants of a Llama, from GGUF metadata; refuses the variants that the graph does not compute. */
import { UserError } from '#base/user-error';
import type { GgufFile } from './gguf-file.ts';
import { BLOCK_SIZE } from './tensor-types.ts';

export interface LlamaShape {
  readonly layers: number;
  readonly hidden: number;
  /** Width of the feed-forward layers. */
  readonly intermediate: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly vocabulary: number;
  /** The most positions it was trained for. */
  readonly context: number;
  readonly ropeTheta: number;
  readonly rmsEpsilon: number;
}

/**
 * Reads the shape of a model. Throws a UserError for another architecture than llama, for rope scaling, partial
 * rotation and experts, and for sizes that do not fit together.
 */
export function readLlamaShape(file: GgufFile): LlamaShape {
  const architecture = file.text('general.architecture');
  if (architecture !== 'llama') {
    throw new UserError(
      `${file.path} holds a model of architecture "${architecture}"; the converter knows "llama".`,
    );
  }
  const hidden = file.count('llama.embedding_length');
  const heads = file.count('llama.attention.head_count');
  const headSize = optionalCount(file, 'llama.attention.key_length', heads === 0 ? 0 : hidden / heads);
  const shape: LlamaShape = {
    layers: file.count('llama.block_count'),
    hidden,
    intermediate: file.count('llama.feed_forward_length'),
    heads,
    keyValueHeads: optionalCount(file, 'llama.attention.head_count_kv', heads),
    headSize,
    vocabulary: file.texts('tokenizer.ggml.tokens').length,
    context: file.count('llama.context_length'),
    ropeTheta: file.has('llama.rope.freq_base') ? file.number('llama.rope.freq_base') : 10_000,
    rmsEpsilon: file.number('llama.attention.layer_norm_rms_epsilon'),
  };
  refuseVariants(file, shape);
  checkSizes(file, shape);
  return shape;
}

function optionalCount(file: GgufFile, key: string, fallback: number): number {
  return file.has(key) ? file.count(key) : fallback;
}

function refuseVariants(file: GgufFile, shape: LlamaShape): void {
  const refuse = (key: string, expected: string, value: string | number): UserError =>
    new UserError(`${file.path}: ${key} is ${value}; the converter knows only ${expected}.`);
  const scaling = 'llama.rope.scaling.type';
  if (file.has(scaling) && file.text(scaling) !== 'none') throw refuse(scaling, '"none"', file.text(scaling));
  for (const [key, expected] of [
    ['llama.rope.dimension_count', shape.headSize],
    ['llama.attention.value_length', shape.headSize],
    ['llama.vocab_size', shape.vocabulary],
    ['llama.expert_count', 0],
  ] as const) {
    const value = optionalCount(file, key, expected);
    if (value !== expected) throw refuse(key, String(expected), value);
  }
}

function checkSizes(file: GgufFile, shape: LlamaShape): void {
  for (const [name, value] of Object.entries(shape)) {
    if (!(value > 0)) throw new UserError(`${file.path} is damaged: its ${name} is ${value}.`);
  }
  if (!Number.isInteger(shape.headSize) || shape.headSize % 2 !== 0) {
    throw new UserError(`${file.path}: the head size must be an even integer, got ${shape.headSize}.`);
  }
  if (shape.heads % shape.keyValueHeads !== 0) {
    throw new UserError(
      `${file.path}: ${shape.heads} heads cannot share ${shape.keyValueHeads} key/value heads evenly.`,
    );
  }
  for (const name of ['hidden', 'intermediate'] as const) {
    if (shape[name] % BLOCK_SIZE !== 0) {
      throw new UserError(
        `${file.path}: the ${name} size must be a multiple of ${BLOCK_SIZE}, got ${shape[name]}.`,
      );
    }
  }
  if ((shape.heads * shape.headSize) % BLOCK_SIZE !== 0) {
    throw new UserError(
      `${file.path}: heads times head size must be a multiple of ${BLOCK_SIZE}, got ${shape.heads} x ${shape.headSize}.`,
    );
  }
}
