import { readFileSync } from 'node:fs';
import { UserError } from '#base/user-error';
import { userPath } from '#base/user-path';
import type { LanguageModel } from '#lm/types';

/** What to score, as the command line says it. */
export interface ScoreRequest {
  readonly text: string;
  /** What comes before the text; empty for nothing. */
  readonly context: string;
}

/** The text of bytes, exactly. Throws a UserError unless they are text in UTF-8; `name` says where they came from. */
export function textOfBytes(bytes: Uint8Array, name: string): string {
  if (bytes.length === 0) throw new UserError(`${name} is empty: there should be a text to score.`);
  if (bytes.includes(0)) throw new UserError(`${name} is binary: it should be a text in UTF-8.`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`${name} is not a text in UTF-8: some of its bytes are no character.`, { cause });
  }
}

/** Why a file cannot be read, in words. */
function fileReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'it may not be read';
  return error instanceof Error ? error.message : String(error);
}

export function readTextFile(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(userPath(path));
  } catch (cause) {
    throw new UserError(`--file ${path} cannot be read: ${fileReason(cause)}.`, { cause });
  }
  return textOfBytes(bytes, `--file ${path}`);
}

/** All of standard input. Throws a UserError when a person would have to type it. */
async function readStandardInput(stdin: NodeJS.ReadStream): Promise<string> {
  if (stdin.isTTY) {
    throw new UserError(
      'There is no text to score: give one as in npm run score -- "The capital of France is Paris.", or --file FILE, or standard input.',
    );
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return textOfBytes(Buffer.concat(chunks), 'Standard input');
}

/** The text that the command line names: its one word, --file, or else standard input. Nothing is trimmed. */
export async function requestedText(
  words: readonly string[],
  file: string | undefined,
  stdin: NodeJS.ReadStream = process.stdin,
): Promise<string> {
  const [text, ...more] = words;
  if (more.length > 0) {
    throw new UserError(
      `One text is scored at a time, but ${words.length} were given, "${text}" and "${more[0]}": put quotation marks around the whole text.`,
    );
  }
  if (text !== undefined && file !== undefined) {
    throw new UserError(`Give either a text or --file, not both: "${text}" and --file ${file}.`);
  }
  if (file !== undefined) return readTextFile(file);
  if (text === undefined) return await readStandardInput(stdin);
  if (text === '') throw new UserError('The text is empty: there should be a text to score.');
  return text;
}

export interface EncodedRequest {
  readonly context: readonly number[];
  readonly ids: readonly number[];
  /** The token that spans the border, when context and text had to be encoded apart. */
  readonly across?: string;
}

/** Far more bytes than so many tokens can hold: such a text is refused before it is encoded. */
const MOST_BYTES_A_TOKEN = 512;

/**
 * Ids of context and text. Both are encoded as one string, which is how the model met such text; where a token of it
 * spans the border ("is " + "Paris" gives " Paris"), they are encoded apart, so that exactly the text is scored.
 * Throws a UserError when they are far longer than the model can read.
 */
export function encodeRequest(lm: LanguageModel, { text, context }: ScoreRequest): EncodedRequest {
  const whole = context + text;
  const bytes = Buffer.byteLength(whole);
  if (bytes > lm.contextLength * MOST_BYTES_A_TOKEN) {
    throw new UserError(
      `The text has ${bytes.toLocaleString('en-US')} bytes, more than the ${lm.contextLength.toLocaleString('en-US')} tokens that ${lm.id} can read.`,
    );
  }
  const joined = lm.encode(whole);
  if (context === '') return { context: [], ids: joined };
  const before = lm.encode(context);
  const differs = before.findIndex((id, i) => joined[i] !== id);
  if (differs === -1) return { context: before, ids: joined.slice(before.length) };
  const across = lm.decode(joined.slice(differs, differs + 1));
  return { context: before, ids: lm.encode(text), across };
}
