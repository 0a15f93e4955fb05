import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AutoTokenizer, env, type PreTrainedTokenizer } from '@huggingface/transformers';
import { memoise } from '#base/memoise';
import { UserError } from '#base/user-error';
import { type Json, type ModelFolder, readModelJson } from './model-folder.ts';
import { bytesOfToken, bytesWithoutToken, type Spelling, showBytes } from './token-bytes.ts';
import type { ChatMessage, Ids, Piece } from './types.ts';

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
}

export class Tokenizer {
  readonly specialTokens: Readonly<Record<string, number>>;
  private readonly piece = memoise((id: number) => this.makePiece(id));
  private readonly bytesWithoutToken: ReadonlySet<number>;
  private readonly tokenizer: PreTrainedTokenizer;
  private readonly spelled: ReadonlyMap<number, string>;
  private readonly added: ReadonlyMap<number, AddedToken>;
  private readonly spelling: Spelling;

  /** `json` is the content of tokenizer.json. */
  private constructor(tokenizer: PreTrainedTokenizer, json: Json) {
    const added = Array.isArray(json.added_tokens) ? (json.added_tokens as AddedToken[]) : [];
    const specials = added.filter(({ special }) => special);
    this.tokenizer = tokenizer;
    this.added = new Map(added.map((token) => [token.id, token]));
    this.spelled = new Map([...tokenizer.get_vocab()].map(([text, id]) => [id, text]));
    this.spelling = spellingOf(json);
    this.specialTokens = Object.fromEntries(specials.map(({ content, id }) => [content, id]));
    this.bytesWithoutToken =
      this.spelling === 'byte-level' ? bytesWithoutToken([...this.spelled.values()]) : new Set();
  }

  /** Opens the tokenizer of a model's folder; asks no server. Throws a UserError when its file is damaged. */
  static async open({ path }: Pick<ModelFolder, 'path'>): Promise<Tokenizer> {
    env.allowRemoteModels = false; // a file that is missing is an error, never a request
    const json = await readModelJson(path, 'tokenizer.json');
    const tokenizer = await AutoTokenizer.from_pretrained(path, { local_files_only: true }).catch((cause) => {
      const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
      throw new UserError(`The tokenizer of ${path} cannot be opened: ${reason}`, { cause });
    });
    const template = join(path, 'chat_template.jinja');
    if (!tokenizer.chat_template && existsSync(template))
      tokenizer.chat_template = await readFile(template, 'utf8');
    return new Tokenizer(tokenizer, json);
  }

  /** One more than the largest id of a token. The model's matrix may have rows beyond it. */
  get size(): number {
    return 1 + [...this.spelled.keys(), ...this.added.keys()].reduce((a, b) => Math.max(a, b), -1);
  }

  get endId(): unknown {
    return this.tokenizer.eos_token_id;
  }

  /** Throws a UserError for a character that the vocabulary cannot spell; otherwise it would be dropped unseen. */
  encode(text: string): number[] {
    this.assertSpellable(text);
    return text === '' ? [] : this.tokenizer.encode(text, { add_special_tokens: false });
  }

  private assertSpellable(text: string): void {
    const lacks = (bytes: Uint8Array): boolean => bytes.some((byte) => this.bytesWithoutToken.has(byte));
    if (!lacks(Buffer.from(text))) return;
    const character = [...text].find((one) => lacks(Buffer.from(one))) ?? '';
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
    const bytes = added
      ? [...new TextEncoder().encode(added.content)]
      : bytesOfToken(spelled ?? '', this.spelling);
    return { id, text: showBytes(bytes), bytes, special: false };
  }

  chat(messages: readonly ChatMessage[]): string | null {
    if (!this.tokenizer.chat_template) return null;
    return this.tokenizer.apply_chat_template(
      messages.map((message) => ({ ...message })),
      { tokenize: false, add_generation_prompt: true },
    );
  }
}

/** How a vocabulary spells bytes: its decoder or pre-tokenizer names the byte-level one. */
function spellingOf(json: Json): Spelling {
  const steps = JSON.stringify([json.decoder ?? null, json.pre_tokenizer ?? null]);
  return steps.includes('"ByteLevel"') ? 'byte-level' : 'sentencepiece';
}

/** The ids that end a text: of generation_config.json, config.json and the tokenizer, the first that names any. */
export async function endIdsOf(folder: string, tokenizer: Tokenizer): Promise<number[]> {
  const named: unknown[] = [];
  for (const file of ['generation_config.json', 'config.json']) {
    if (existsSync(join(folder, file))) named.push((await readModelJson(folder, file)).eos_token_id);
  }
  const lists = [...named, tokenizer.endId].map((ids) =>
    [ids].flat().filter((id): id is number => typeof id === 'number'),
  );
  return lists.find((ids) => ids.length > 0) ?? [];
}
