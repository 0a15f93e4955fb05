/**
 * tokenizer.json from a GGUF's vocabulary and merges: a byte-level BPE that first splits off every single digit, the
 * tokenizer of the SmolLM family (GGUF calls it model "gpt2", pre-tokenizer "smollm"). The text is laid out so that
 * the file equals the one its authors published byte for byte, which a checksum in the tests holds us to.
 */
import { UserError } from '#base/user-error';
import type { GgufFile } from '../gguf/gguf-file.ts';
import { indentedJson, type OrderedJson } from './ordered-json.ts';

/** GGUF's numbers for kinds of token. */
const NORMAL = 1;
const CONTROL = 3;

export interface SpecialToken {
  readonly id: number;
  readonly content: string;
}

export interface Vocabulary {
  /** Token strings by id, in the byte-to-character alphabet of byte-level BPE. */
  readonly tokens: readonly string[];
  /** Pairs "left right", the most urgent first. */
  readonly merges: readonly string[];
  readonly special: readonly SpecialToken[];
}

/** Reads and checks the vocabulary. Throws a UserError for other kinds of tokenizer and for damaged lists. */
export function readVocabulary(file: GgufFile): Vocabulary {
  requireValue(file, 'tokenizer.ggml.model', file.text('tokenizer.ggml.model'), 'gpt2');
  requireValue(file, 'tokenizer.ggml.pre', file.text('tokenizer.ggml.pre'), 'smollm');
  for (const key of [
    'tokenizer.ggml.add_bos_token',
    'tokenizer.ggml.add_eos_token',
    'tokenizer.ggml.add_space_prefix',
  ]) {
    requireValue(file, key, file.flag(key, false), false);
  }
  const tokens = file.texts('tokenizer.ggml.tokens');
  const types = file.integers('tokenizer.ggml.token_type');
  const merges = file.texts('tokenizer.ggml.merges');
  if (types.length !== tokens.length) {
    throw new UserError(`${file.path} is damaged: ${tokens.length} tokens but ${types.length} token types.`);
  }
  const known = new Set(tokens);
  if (known.size !== tokens.length) throw new UserError(`${file.path} is damaged: it lists a token twice.`);
  for (const merge of merges) checkMerge(file.path, merge, known);
  const special: SpecialToken[] = [];
  types.forEach((type, id) => {
    if (type === CONTROL) special.push({ id, content: tokens[id] ?? '' });
    else if (type !== NORMAL) {
      throw new UserError(
        `${file.path}: token ${id} is of type ${type}; the converter knows ${NORMAL} (normal) and ${CONTROL} (control).`,
      );
    }
  });
  return { tokens, merges, special };
}

function requireValue(
  file: GgufFile,
  key: string,
  value: string | boolean,
  expected: string | boolean,
): void {
  if (value === expected) return;
  throw new UserError(`${file.path}: ${key} is ${value}; the converter knows only ${expected}.`);
}

function checkMerge(path: string, merge: string, known: ReadonlySet<string>): void {
  const [left, right, ...rest] = merge.split(' ');
  const valid =
    left !== undefined &&
    right !== undefined &&
    rest.length === 0 &&
    [left, right, left + right].every((part) => known.has(part));
  if (!valid)
    throw new UserError(`${path} is damaged: "${merge}" does not merge two of its tokens into a third.`);
}

/** The text of tokenizer.json. */
export function tokenizerJson(vocabulary: Vocabulary): string {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  return indentedJson({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: vocabulary.special.map(({ id, content }) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [{ type: 'Digits', individual_digits: true }, byteLevel],
    },
    post_processor: null,
    decoder: { ...byteLevel, add_prefix_space: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      // A Map, because an object would put tokens such as "0" before all others.
      vocab: new Map(vocabulary.tokens.map((token, id): [string, OrderedJson] => [token, id])),
      merges: vocabulary.merges,
    },
  });
}
