import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { memoise } from '#base/memoise';
import { UserError } from '#base/user-error';
import { bytesOfToken, bytesWithoutToken, type Spelling, showBytes } from './token-bytes.ts';
import type { ChatMessage, Ids, Json, Piece } from './types.ts';

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
}

const utf8 = new TextEncoder();

export class Tokenizer {
  readonly specialTokens: Readonly<Record<string, number>>;
  private readonly piece = memoise((id: number) => this.makePiece(id));
  private readonly bytesWithoutToken: ReadonlySet<number>;
  private readonly library: PreTrainedTokenizer;
  private readonly template: string | undefined;
  private readonly spelled: ReadonlyMap<number, string>;
  private readonly added: ReadonlyMap<number, AddedToken>;
  private readonly spelling: Spelling;

  /** `template` is the chat template of a model whose configuration has none. */
  constructor(library: PreTrainedTokenizer, template?: string) {
    const json: Json = library._tokenizerJSON;
    const added = Array.isArray(json.added_tokens) ? (json.added_tokens as AddedToken[]) : [];
    const specials = added.filter(({ special }) => special);
    this.library = library;
    this.template = template;
    this.added = new Map(added.map((token) => [token.id, token]));
    this.spelled = new Map([...library.get_vocab()].map(([text, id]) => [id, text]));
    this.spelling = spellingOf(json);
    this.specialTokens = Object.fromEntries(specials.map(({ content, id }) => [content, id]));
    this.bytesWithoutToken =
      this.spelling === 'byte-level' ? bytesWithoutToken([...this.spelled.values()]) : new Set();
  }

  /** One more than the largest id of a token. The model's matrix may have rows beyond it. */
  get size(): number {
    return 1 + [...this.spelled.keys(), ...this.added.keys()].reduce((a, b) => Math.max(a, b), -1);
  }

  get endId(): unknown {
    return this.library.eos_token_id;
  }

  /** Throws a UserError for a character that the vocabulary cannot spell; otherwise it would be dropped unseen. */
  encode(text: string): number[] {
    this.assertSpellable(text);
    return text === '' ? [] : this.library.encode(text, { add_special_tokens: false });
  }

  private assertSpellable(text: string): void {
    const lacks = (bytes: Uint8Array): boolean => bytes.some((byte) => this.bytesWithoutToken.has(byte));
    if (!lacks(utf8.encode(text))) return;
    const character = [...text].find((one) => lacks(utf8.encode(one))) ?? '';
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    throw new UserError(`The text holds the character U+${code}, for which this model has no token.`);
  }

  decode(ids: Ids): string {
    if (ids.length === 0) return '';
    return this.library.decode([...ids], {
      skip_special_tokens: false,
      clean_up_tokenization_spaces: false,
    });
  }

  pieces(ids: Ids): Piece[] {
    return ids.map((id) => this.piece(id));
  }

  private makePiece(id: number): Piece {
    const added = this.added.get(id);
    if (added?.special) return { id, text: added.content, bytes: [], special: true };
    const spelled = this.spelled.get(id);
    // An added token is plain text. An id without a token is a row that only fills the model's matrix up.
    const bytes = added ? [...utf8.encode(added.content)] : bytesOfToken(spelled ?? '', this.spelling);
    return { id, text: showBytes(bytes), bytes, special: false };
  }

  chat(messages: readonly ChatMessage[]): string | null {
    const chat_template = this.library.chat_template ? null : (this.template ?? null);
    if (!this.library.chat_template && chat_template === null) return null;
    const options = { chat_template, tokenize: false, add_generation_prompt: true } as const;
    return this.library.apply_chat_template([...messages], options) as string;
  }
}

/** How a vocabulary spells bytes: its decoder or pre-tokenizer names the byte-level one. */
function spellingOf(json: Json): Spelling {
  const steps = JSON.stringify([json.decoder ?? null, json.pre_tokenizer ?? null]);
  return steps.includes('"ByteLevel"') ? 'byte-level' : 'sentencepiece';
}

/** The ids that end a text: of generation_config.json, config.json and the tokenizer, the first that names any. */
export function endIdsOf(
  configs: readonly (Json | undefined)[],
  tokenizer: Pick<Tokenizer, 'endId'>,
): number[] {
  const named = [...configs.map((config) => config?.eos_token_id), tokenizer.endId];
  const lists = named.map((ids) => [ids].flat().filter((id): id is number => typeof id === 'number'));
  return lists.find((ids) => ids.length > 0) ?? [];
}
