import { readText, readTextFile } from '#base/read-text';
import { UserError } from '#base/user-error';
import type { LanguageModel } from '#lm/types';

export interface ScoreRequest {
  readonly text: string;
  /** What comes before the text; empty for nothing. */
  readonly context: string;
  /** What comes between the text and the next token: the end of a chat template; empty for nothing. */
  readonly after: string;
}

const wantedIn = (name: string) => ({ name, wanted: 'there should be a text to score' });

/** The text that the command line names: its one word, --file, or else standard input. Nothing is trimmed. */
export async function requestedText(words: readonly string[], file: string | undefined): Promise<string> {
  const [text, ...more] = words;
  if (more.length > 0)
    throw new UserError(
      `One text is scored at a time, but ${words.length} were given, "${text}" and "${more[0]}": put quotation marks around the whole text.`,
    );
  if (text !== undefined && file !== undefined)
    throw new UserError(`Give either a text or --file, not both: "${text}" and --file ${file}.`);
  if (file !== undefined) return await readTextFile(file, wantedIn(`--file ${file}`));
  if (text === '') throw new UserError('The text is empty: there should be a text to score.');
  if (text !== undefined) return text;
  if (process.stdin.isTTY)
    throw new UserError(
      'There is no text to score: give one as in npm run score -- "The capital of France is Paris.", or --file FILE, or standard input.',
    );
  return await readText(process.stdin, wantedIn('Standard input'));
}

/** Stands for a message while a chat template is split around it. */
const MESSAGE = '\u{f8ff}message\u{f8ff}';

/** A text as a user's message: the chat template around it is read, not scored. */
export function asMessage(lm: LanguageModel, text: string): ScoreRequest {
  const chat = lm.chat([{ role: 'user', content: MESSAGE }]);
  if (chat === null)
    throw new UserError('This model has no chat template, so --chat cannot be used with it.');
  const [context = '', after = ''] = chat.split(MESSAGE);
  return { text, context, after };
}

/** No natural text has tokens that are longer on average, and encoding more could take minutes. */
const MOST_BYTES_PER_TOKEN = 16;

/** Ids of context and text, encoded as one unless a token, `across`, would span both. Throws a UserError if too long. */
export function encodeRequest(
  lm: LanguageModel,
  { text, context }: Pick<ScoreRequest, 'text' | 'context'>,
): { context: readonly number[]; ids: readonly number[]; across?: string } {
  const [bytes, most] = [Buffer.byteLength(context + text), MOST_BYTES_PER_TOKEN * lm.contextLength];
  if (bytes > most)
    throw new UserError(
      `The text has ${bytes.toLocaleString('en-US')} bytes; at most ${most.toLocaleString('en-US')} are scored, ${MOST_BYTES_PER_TOKEN} for each token that ${lm.id} can read.`,
    );
  const joined = lm.encode(context + text);
  if (context === '') return { context: [], ids: joined };
  const before = lm.encode(context);
  const differs = before.findIndex((id, i) => joined[i] !== id);
  if (differs === -1) return { context: before, ids: joined.slice(before.length) };
  const across = lm.decode(joined.slice(differs, differs + 1));
  return { context: before, ids: lm.encode(text), across };
}
