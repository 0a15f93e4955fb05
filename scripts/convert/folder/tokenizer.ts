/**
 * tokenizer.json from a GGUF's vocabulary and merges: a byte-level BPE that first splits off every single digit, the
 * tokenizer of the SmolLM family (GGUF calls it model "gpt2", pre-tokenizer "smollm"). The text is laid out so that
 * the file equals the one its authors published byte for byte, which the tests hold us to.
 */
import { UserError } from '#base/user-error';
import type { GgufFile } from '../gguf/gguf-file.ts';

/** GGUF's numbers for kinds of token. */
const NORMAL = 1;
const CONTROL = 3;

export interface Vocabulary {
  /** Token strings by id, in the byte-to-character alphabet of byte-level BPE. */
  readonly tokens: readonly string[];
  /** Pairs "left right", the most urgent first. */
  readonly merges: readonly string[];
  readonly special: readonly { readonly id: number; readonly content: string }[];
}

/** Throws a UserError for other kinds of tokenizer and for damaged lists. */
export function readVocabulary(file: GgufFile): Vocabulary {
  const mustBe = (name: string, value: string | boolean, expected: string | boolean): void => {
    if (value === expected) return;
    const message = `${file.path}: tokenizer.ggml.${name} is ${value}; the converter knows only ${expected}.`;
    throw new UserError(message);
  };
  mustBe('model', file.text('tokenizer.ggml.model'), 'gpt2');
  mustBe('pre', file.text('tokenizer.ggml.pre'), 'smollm');
  for (const name of ['add_bos_token', 'add_eos_token', 'add_space_prefix'])
    mustBe(name, file.flag(`tokenizer.ggml.${name}`, false), false);
  const tokens = file.texts('tokenizer.ggml.tokens');
  const types = file.integers('tokenizer.ggml.token_type');
  const merges = file.texts('tokenizer.ggml.merges');
  const damaged = (what: string): UserError => new UserError(`${file.path} is damaged: ${what}.`);
  if (types.length !== tokens.length)
    throw damaged(`${tokens.length} tokens but ${types.length} token types`);
  const known = new Set(tokens);
  if (known.size !== tokens.length) throw damaged('it lists a token twice');
  const wrong = merges.find((merge) => !isMerge(merge, known));
  if (wrong !== undefined) throw damaged(`"${wrong}" does not merge two of its tokens into a third`);
  const other = types.findIndex((type) => type !== NORMAL && type !== CONTROL);
  if (other >= 0)
    throw new UserError(
      `${file.path}: token ${other} is of type ${types[other]}; the converter knows ${NORMAL} (normal) and ${CONTROL} (control).`,
    );
  const special = tokens.map((content, id) => ({ id, content })).filter(({ id }) => types[id] === CONTROL);
  return { tokens, merges, special };
}

function isMerge(merge: string, known: ReadonlySet<string>): boolean {
  const parts = merge.split(' ');
  return parts.length === 2 && [...parts, parts.join('')].every((part) => known.has(part));
}

export function tokenizerJson({ tokens, merges, special }: Vocabulary): string {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  const json = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map(({ id, content }) => ({ id, content, ...flags })),
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
      vocab: {},
      merges,
    },
  };
  // An object would put tokens such as "0" before all others.
  const entries = tokens.map((token, id) => `      ${JSON.stringify(token)}: ${id}`);
  const vocabulary = `"vocab": {\n${entries.join(',\n')}\n    }`;
  return JSON.stringify(json, null, 2).replace('"vocab": {}', () => vocabulary);
}
