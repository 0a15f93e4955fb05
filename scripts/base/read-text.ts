import { createReadStream } from 'node:fs';
import { fileErrorReason } from '#base/file-errors';
import { UserError } from '#base/user-error';
import { userPath } from '#base/user-path';

/** What a command wants to read, for the sentences that refuse anything else. */
export interface WantedText {
  /** How messages call the place it comes from: "Standard input", "--file poem.txt". */
  readonly name: string;
  /** "there should be a text to score" */
  readonly wanted: string;
}

/** So much is refused while it is being read. */
const MOST_MEGABYTES = 64;

/** The text of a stream, exactly. Throws a UserError unless it is text in UTF-8. */
export async function readText(
  stream: AsyncIterable<Uint8Array>,
  { name, wanted }: WantedText,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_MEGABYTES * 1e6)
      throw new UserError(`${name} has more than ${MOST_MEGABYTES} MB, more than is read at once.`);
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0) throw new UserError(`${name} is empty: ${wanted}.`);
  if (bytes.includes(0)) throw new UserError(`${name} is binary: it should be a text in UTF-8.`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`${name} is not a text in UTF-8: some of its bytes are no character.`, { cause });
  }
}

/** The text of a file that the user named, exactly. Throws a UserError when it cannot be read, or as `readText` does. */
export async function readTextFile(path: string, what: WantedText): Promise<string> {
  try {
    return await readText(createReadStream(userPath(path)), what);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`${what.name} cannot be read: ${fileErrorReason(cause) ?? cause}.`, { cause });
  }
}
