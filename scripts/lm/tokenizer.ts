import { Template } from '@huggingface/jinja';
import { Tokenizer as Vocabulary } from '@huggingface/tokenizers';
import { memoise } from '#base/memoise';
import { UserError } from '#base/user-error';
import { bytesOfToken, bytesWithoutToken, type Spelling, showBytes } from './token-bytes.ts';
import type { ChatMessage, Ids, Json, Piece } from './types.ts';

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
}

/** What a tokenizer is made of: the contents of its files. */
export interface TokenizerFiles {
  readonly 'tokenizer.json': Json;
  readonly 'tokenizer_config.json': Json;
  /** The chat template, where the configuration has none. */
  readonly 'chat_template.jinja'?: string | undefined;
}

const utf8 = new TextEncoder();

export class Tokenizer {
  readonly specialTokens: Readonly<Record<string, number>>;
  private readonly piece = memoise((id: number) => this.makePiece(id));
  private readonly bytesWithoutToken: ReadonlySet<number>;
  private readonly tokenizer: Vocabulary;
  private readonly spelled: ReadonlyMap<number, string>;
  private readonly added: ReadonlyMap<number, AddedToken>;
  private readonly spelling: Spelling;
  /** The texts of special tokens by the names that chat templates have for them. */
  private readonly specials: Readonly<Record<string, string>>;
  private readonly template: (() => Template) | undefined;

  /** Throws an Error of any kind when a file is damaged. */
  constructor(files: TokenizerFiles) {
    const { 'tokenizer.json': json, 'tokenizer_config.json': config } = files;
    const added = Array.isArray(json.added_tokens) ? (json.added_tokens as AddedToken[]) : [];
    const specials = added.filter(({ special }) => special);
    this.tokenizer = new Vocabulary(json, config);
    this.added = new Map(added.map((token) => [token.id, token]));
    this.spelled = new Map([...this.tokenizer.get_vocab()].map(([text, id]) => [id, text]));
    this.spelling = spellingOf(json);
    this.specialTokens = Object.fromEntries(specials.map(({ content, id }) => [content, id]));
    this.bytesWithoutToken =
      this.spelling === 'byte-level' ? bytesWithoutToken([...this.spelled.values()]) : new Set();
    this.specials = namedSpecials(config);
    const template = templateIn(config) ?? files['chat_template.jinja'];
    const parsed = memoise((text: string) => new Template(text));
    this.template = template === undefined ? undefined : () => parsed(template);
  }

  /** One more than the largest id of a token. The model's matrix may have rows beyond it. */
  get size(): number {
    return 1 + [...this.spelled.keys(), ...this.added.keys()].reduce((a, b) => Math.max(a, b), -1);
  }

  get endId(): unknown {
    return this.tokenizer.token_to_id(this.specials.eos_token ?? '');
  }

  /** Throws a UserError for a character that the vocabulary cannot spell; otherwise it would be dropped unseen. */
  encode(text: string): number[] {
    this.assertSpellable(text);
    return text === '' ? [] : this.tokenizer.encode(text, { add_special_tokens: false }).ids;
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
    return this.tokenizer.decode([...ids], {
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
    if (this.template === undefined) return null;
    return this.template().render({
      messages: messages.map((message) => ({ ...message })),
      add_generation_prompt: true,
      tools: null,
      documents: null,
      ...this.specials,
    });
  }
}

/** How a vocabulary spells bytes: its decoder or pre-tokenizer names the byte-level one. */
function spellingOf(json: Json): Spelling {
  const steps = JSON.stringify([json.decoder ?? null, json.pre_tokenizer ?? null]);
  return steps.includes('"ByteLevel"') ? 'byte-level' : 'sentencepiece';
}

const SPECIALS = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'];

/** The special tokens that a tokenizer's configuration names, each as a text or as an object that has one. */
function namedSpecials(config: Json): Record<string, string> {
  const entries = SPECIALS.flatMap((name) => {
    const value = config[name];
    const text = typeof value === 'object' && value !== null && 'content' in value ? value.content : value;
    return typeof text === 'string' && text !== '' ? [[name, text]] : [];
  });
  return Object.fromEntries(entries);
}

/** The chat template of a tokenizer's configuration: the default one where it has several by name. */
function templateIn({ chat_template: given }: Json): string | undefined {
  const named = Array.isArray(given) ? given.find(({ name }) => name === 'default')?.template : given;
  return typeof named === 'string' && named !== '' ? named : undefined;
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
