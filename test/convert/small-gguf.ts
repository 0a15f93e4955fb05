/**
 * A small Llama in the form that the embedded model has: Q4_1 matrices, Q8_0 embedding that is also the output head,
 * F32 norms, grouped heads, byte-level BPE. All sizes differ, so that no mix-up of two of them goes unnoticed, and
 * widths are odd numbers of blocks. The GGUF bytes are written here, by the format's specification.
 */
import { pcg } from '#lm/sampling';

export const SMALL = {
  layers: 2,
  hidden: 96,
  intermediate: 160,
  heads: 8,
  keyValueHeads: 2,
  headSize: 16,
  ropeTheta: 5000,
  rmsEpsilon: 1e-5,
  context: 64,
} as const;

export const SPECIAL_TOKENS = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'];
export const MERGES = ['a b', 'ab c', 'Ġ a'];

export interface SmallVocabulary {
  readonly special: readonly string[];
  readonly merges: readonly string[];
}

const SMALL_VOCABULARY: SmallVocabulary = { special: SPECIAL_TOKENS, merges: MERGES };

export const CHAT_TEMPLATE =
  "{% for message in messages %}{{ message['content'] + '<|im_end|>' }}{% endfor %}";

export type TensorType = 'F32' | 'Q4_1' | 'Q8_0';

export interface StoredTensor {
  readonly type: TensorType;
  /** Outermost first. */
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export type MetadataValue =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'count' | 'float'; readonly value: number }
  | { readonly kind: 'texts'; readonly value: readonly string[] }
  | { readonly kind: 'integers'; readonly value: readonly number[] };

export interface StoredModel {
  readonly metadata: Map<string, MetadataValue>;
  readonly tensors: Map<string, StoredTensor>;
}

/** The model of a seed; the caller may change metadata and tensors before writing it. */
export function smallModel(seed = 1, vocabulary = SMALL_VOCABULARY): StoredModel {
  const tokens = smallTokens(vocabulary);
  return { metadata: smallMetadata(tokens, vocabulary), tensors: smallTensors(seed, tokens.length) };
}

/** Special tokens, the 256 characters that stand for bytes, and what the merges make; "0" to "9" among them. */
export function smallTokens({ special, merges } = SMALL_VOCABULARY): string[] {
  return [...special, ...byteCharacters(), ...merges.map((merge) => merge.replace(' ', ''))];
}

/** GPT-2's alphabet: printable Latin-1 stands for itself, every other byte for a character from 256 on. */
function byteCharacters(): string[] {
  const printable = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
}

function smallMetadata(
  tokens: readonly string[],
  { special, merges }: SmallVocabulary,
): Map<string, MetadataValue> {
  const text = (value: string): MetadataValue => ({ kind: 'text', value });
  const count = (value: number): MetadataValue => ({ kind: 'count', value });
  const float = (value: number): MetadataValue => ({ kind: 'float', value });
  return new Map<string, MetadataValue>([
    ['general.architecture', text('llama')],
    ['general.license', text('apache-2.0')],
    ['llama.block_count', count(SMALL.layers)],
    ['llama.context_length', count(SMALL.context)],
    ['llama.embedding_length', count(SMALL.hidden)],
    ['llama.feed_forward_length', count(SMALL.intermediate)],
    ['llama.attention.head_count', count(SMALL.heads)],
    ['llama.attention.head_count_kv', count(SMALL.keyValueHeads)],
    ['llama.attention.key_length', count(SMALL.headSize)],
    ['llama.attention.value_length', count(SMALL.headSize)],
    ['llama.attention.layer_norm_rms_epsilon', float(SMALL.rmsEpsilon)],
    ['llama.rope.freq_base', float(SMALL.ropeTheta)],
    ['llama.rope.dimension_count', count(SMALL.headSize)],
    ['tokenizer.ggml.model', text('gpt2')],
    ['tokenizer.ggml.pre', text('smollm')],
    ['tokenizer.ggml.tokens', { kind: 'texts', value: tokens }],
    [
      'tokenizer.ggml.token_type',
      { kind: 'integers', value: tokens.map((_, id) => (id < special.length ? 3 : 1)) },
    ],
    ['tokenizer.ggml.merges', { kind: 'texts', value: merges }],
    ['tokenizer.ggml.bos_token_id', count(1)],
    ['tokenizer.ggml.eos_token_id', count(2)],
    ['tokenizer.ggml.unknown_token_id', count(0)],
    ['tokenizer.ggml.padding_token_id', count(2)],
    ['tokenizer.chat_template', text(CHAT_TEMPLATE)],
  ]);
}

function smallTensors(seed: number, vocabulary: number): Map<string, StoredTensor> {
  const random = pcg(seed);
  const { hidden, intermediate, heads, keyValueHeads, headSize, layers } = SMALL;
  const tensors = new Map<string, StoredTensor>();
  const matrix = (name: string, rows: number, columns: number): void => {
    tensors.set(`${name}.weight`, {
      type: 'Q4_1',
      shape: [rows, columns],
      bytes: randomQ41(random, rows, columns),
    });
  };
  const norm = (name: string): void => {
    const weights = Float32Array.from({ length: hidden }, () => 0.5 + random());
    tensors.set(`${name}.weight`, { type: 'F32', shape: [hidden], bytes: new Uint8Array(weights.buffer) });
  };
  const embedding = randomQ80(random, vocabulary, hidden);
  tensors.set('token_embd.weight', { type: 'Q8_0', shape: [vocabulary, hidden], bytes: embedding });
  for (let layer = 0; layer < layers; layer++) {
    const at = `blk.${layer}`;
    norm(`${at}.attn_norm`);
    matrix(`${at}.attn_q`, heads * headSize, hidden);
    matrix(`${at}.attn_k`, keyValueHeads * headSize, hidden);
    matrix(`${at}.attn_v`, keyValueHeads * headSize, hidden);
    matrix(`${at}.attn_output`, hidden, heads * headSize);
    norm(`${at}.ffn_norm`);
    matrix(`${at}.ffn_gate`, intermediate, hidden);
    matrix(`${at}.ffn_up`, intermediate, hidden);
    matrix(`${at}.ffn_down`, hidden, intermediate);
  }
  norm('output_norm');
  return tensors;
}

/** fp16 bits of a number in ±[2^-exponent, 2^(1 - exponent)). */
function randomFloat16(random: () => number, exponent: number, negative: boolean): number {
  return (negative ? 0x8000 : 0) | ((15 - exponent) << 10) | Math.floor(random() * 1024);
}

/** Blocks with d of about 1/85 and m of about -1/11, as a quantiser makes them of weights around zero. */
function randomQ41(random: () => number, rows: number, columns: number): Uint8Array {
  const bytes = Uint8Array.from({ length: ((rows * columns) / 32) * 20 }, () => Math.floor(random() * 256));
  const view = new DataView(bytes.buffer);
  for (let block = 0; block < bytes.length; block += 20) {
    view.setUint16(block, randomFloat16(random, 7, false), true);
    view.setUint16(block + 2, randomFloat16(random, 4, true), true);
  }
  return bytes;
}

function randomQ80(random: () => number, rows: number, columns: number): Uint8Array {
  const bytes = Uint8Array.from({ length: ((rows * columns) / 32) * 34 }, () => Math.floor(random() * 256));
  const view = new DataView(bytes.buffer);
  for (let block = 0; block < bytes.length; block += 34)
    view.setUint16(block, randomFloat16(random, 8, false), true);
  return bytes;
}

const TENSOR_TYPE_NUMBERS = { F32: 0, Q4_1: 3, Q8_0: 8 } as const;
const ALIGNMENT = 32;

/** The bytes of a GGUF file, version 3. */
export function writeGguf(model: StoredModel): Uint8Array {
  const directory = new Bytes();
  directory.raw(new TextEncoder().encode('GGUF')).u32(3);
  directory.u64(model.tensors.size).u64(model.metadata.size);
  for (const [key, value] of model.metadata) writeMetadata(directory.text(key), value);
  const data = new Bytes();
  for (const [name, tensor] of model.tensors) {
    data.align(ALIGNMENT);
    directory.text(name).u32(tensor.shape.length);
    for (const size of [...tensor.shape].reverse()) directory.u64(size);
    directory.u32(TENSOR_TYPE_NUMBERS[tensor.type]).u64(data.length);
    data.raw(tensor.bytes);
  }
  return directory.align(ALIGNMENT).raw(data.align(ALIGNMENT).joined()).joined();
}

function writeMetadata(bytes: Bytes, entry: MetadataValue): void {
  switch (entry.kind) {
    case 'count':
      bytes.u32(4).u32(entry.value);
      break;
    case 'float':
      bytes.u32(6).f32(entry.value);
      break;
    case 'text':
      bytes.u32(8).text(entry.value);
      break;
    case 'texts':
      bytes.u32(9).u32(8).u64(entry.value.length);
      for (const text of entry.value) bytes.text(text);
      break;
    case 'integers':
      bytes.u32(9).u32(5).u64(entry.value.length);
      for (const value of entry.value) bytes.u32(value);
  }
}

/** Little-endian numbers, one after the other. */
class Bytes {
  readonly #parts: Uint8Array[] = [];
  length = 0;

  raw(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    this.length += bytes.length;
    return this;
  }

  u32(value: number): this {
    const view = new DataView(new ArrayBuffer(4));
    view.setUint32(0, value, true);
    return this.raw(new Uint8Array(view.buffer));
  }

  u64(value: number): this {
    return this.u32(value).u32(0);
  }

  f32(value: number): this {
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, value, true);
    return this.raw(new Uint8Array(view.buffer));
  }

  text(value: string): this {
    const bytes = new TextEncoder().encode(value);
    return this.u64(bytes.length).raw(bytes);
  }

  align(to: number): this {
    return this.raw(new Uint8Array((to - (this.length % to)) % to));
  }

  joined(): Uint8Array {
    const whole = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}
