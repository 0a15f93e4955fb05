/**
 * tokenizer.json from a GGUF's vocabulary and merges: a byte-level BPE that first splits off every single digit, the
 * tokenizer of the SmolLM family (GGUF calls it model "gpt2", pre-tokenizer "smollm"). The text is laid out so that
 * the file equals the one its authors published byte for byte, which the tests hold us to.
 */
import type { Metadata } from '../gguf/gguf-file.ts';

/** GGUF's number for special tokens. */
const CONTROL = 3;

export interface Vocabulary {
  /** Token strings by id, in the byte-to-character alphabet of byte-level BPE. */
  readonly tokens: readonly string[];
  /** Pairs "left right", the most urgent first. */
  readonly merges: readonly string[];
  readonly special: readonly { readonly id: number; readonly content: string }[];
}

export function vocabularyOf(metadata: Metadata): Vocabulary {
  const tokens = metadata['tokenizer.ggml.tokens'];
  const types = metadata['tokenizer.ggml.token_type'];
  const special = tokens.map((content, id) => ({ id, content })).filter(({ id }) => types[id] === CONTROL);
  return { tokens, merges: metadata['tokenizer.ggml.merges'], special };
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
