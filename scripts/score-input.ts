import { createReadStream } from 'node:fs';
import { UserError } from '#base/user-error';
import { userPath } from '#base/user-path';
import type { LanguageModel } from '#lm/types';

export interface ScoreRequest {
  readonly text: string;
  /** What comes before the text; empty for nothing. */
  readonly context: string;
}

/** More than any model reads: so much is refused while it is being read. */
const MOST_MEGABYTES = 64;

/** The text of a stream, exactly. Throws a UserError unless it is text in UTF-8; `name` says where it came from. */
async function textOf(stream: AsyncIterable<Uint8Array>, name: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_MEGABYTES * 1e6)
      throw new UserError(`${name} has more than ${MOST_MEGABYTES} MB, more than any model can read.`);
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0) throw new UserError(`${name} is empty: there should be a text to score.`);
  if (bytes.includes(0)) throw new UserError(`${name} is binary: it should be a text in UTF-8.`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`${name} is not a text in UTF-8: some of its bytes are no character.`, { cause });
  }
}

const FILE_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

async function textOfFile(path: string): Promise<string> {
  try {
    return await textOf(createReadStream(userPath(path)), `--file ${path}`);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const { code = '', message } = cause as NodeJS.ErrnoException;
    throw new UserError(`--file ${path} cannot be read: ${FILE_REASONS[code] ?? message}.`, { cause });
  }
}

/** The text that the command line names: its one word, --file, or else standard input. Nothing is trimmed. */
export async function requestedText(words: readonly string[], file: string | undefined): Promise<string> {
  const [text, ...more] = words;
  if (more.length > 0)
    throw new UserError(
      `One text is scored at a time, but ${words.length} were given, "${text}" and "${more[0]}": put quotation marks around the whole text.`,
    );
  if (text !== undefined && file !== undefined)
    throw new UserError(`Give either a text or --file, not both: "${text}" and --file ${file}.`);
  if (file !== undefined) return await textOfFile(file);
  if (text === '') throw new UserError('The text is empty: there should be a text to score.');
  if (text !== undefined) return text;
  if (process.stdin.isTTY)
    throw new UserError(
      'There is no text to score: give one as in npm run score -- "The capital of France is Paris.", or --file FILE, or standard input.',
    );
  return await textOf(process.stdin, 'Standard input');
}

/** A text of at most so many bytes for each token is encoded in well under a second. */
const SOON_ENCODED = 16;

/** Throws a UserError for a text that cannot fit, were all its tokens the longest: encoding it could take minutes. */
function assertMayFit(lm: LanguageModel, text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= lm.contextLength * SOON_ENCODED) return;
  const tokens = lm.pieces(Array.from({ length: lm.vocabularySize }, (_, id) => id));
  const sizes = tokens.map((token) => (token.special ? Buffer.byteLength(token.text) : token.bytes.length));
  const longest = sizes.reduce((largest, size) => Math.max(largest, size));
  if (bytes <= lm.contextLength * longest) return;
  throw new UserError(
    `The text has ${bytes.toLocaleString('en-US')} bytes, more than fit into the ${lm.contextLength.toLocaleString('en-US')} tokens that ${lm.id} can read.`,
  );
}

/**
 * Ids of context and text. Both are encoded as one string, which is how the model met such text; where a token of it
 * spans the border ("is " + "Paris" gives " Paris"), they are encoded apart, so that exactly the text is scored, and
 * `across` is that token. Throws a UserError when they are far longer than the model can read.
 */
export function encodeRequest(
  lm: LanguageModel,
  { text, context }: ScoreRequest,
): { context: readonly number[]; ids: readonly number[]; across?: string } {
  assertMayFit(lm, context + text);
  const joined = lm.encode(context + text);
  if (context === '') return { context: [], ids: joined };
  const before = lm.encode(context);
  const differs = before.findIndex((id, i) => joined[i] !== id);
  if (differs === -1) return { context: before, ids: joined.slice(before.length) };
  const across = lm.decode(joined.slice(differs, differs + 1));
  return { context: before, ids: lm.encode(text), across };
}
