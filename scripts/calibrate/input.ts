import { readText, readTextFile } from '#base/read-text';
import { UserError } from '#base/user-error';

/** An answer with the confidence that came with it, and whether it was right. */
export interface JudgedAnswer {
  /** Answers of the same id, or else to the same question, are not independent of each other. */
  readonly id: string;
  /** From 0 to 1. */
  readonly confidence: number;
  /** In nats; null where a probability was given. */
  readonly logprob: number | null;
  readonly right: boolean;
}

/** The file's text and what messages call it: its path, or "Standard input". Throws a UserError as `readText` does. */
export async function requestedLines(words: readonly string[]): Promise<{ name: string; text: string }> {
  const [path = '-', ...more] = words;
  if (more.length > 0)
    throw new UserError(
      `One file is read at a time, but ${words.length} were given, "${path}" and "${more[0]}".`,
    );
  if (words.length === 0 && process.stdin.isTTY)
    throw new UserError(
      'There are no answers to read: name a file, as in npm run calibrate -- answers.jsonl, or pipe one in.',
    );
  const name = path === '-' ? 'Standard input' : path;
  const what = {
    name,
    wanted: 'there should be a JSON object on each line',
    tooLarge: 'more than is read at once',
  };
  return { name, text: path === '-' ? await readText(process.stdin, what) : await readTextFile(path, what) };
}

/** Why a line is none; a UserError of several lines is made of these. */
class BadLine extends Error {}

type Fields = Readonly<Record<string, unknown>>;

const LONGEST_QUOTE = 40;

/** What came in the place of something else, so short that the sentence around it can be read. */
function quoted(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`;
}

/** A field, if it is there: null says that it is not, as tables do when they are written as JSON. */
function field<T>(
  fields: Fields,
  name: string,
  isFine: (value: unknown) => value is T,
  what: string,
): T | undefined {
  const value = fields[name] ?? undefined;
  if (value === undefined || isFine(value)) return value;
  throw new BadLine(`${name} must be ${what}, got ${quoted(value)}`);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isLogprob = (value: unknown): value is number =>
  typeof value === 'number' && value <= 0 && value > Number.NEGATIVE_INFINITY;
const isProbability = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= 1;

function objectOf(line: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new BadLine('it must be a JSON object, and is not JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new BadLine(`it must be a JSON object, got ${quoted(value)}`);
}

function answerOf(line: string): JudgedAnswer {
  const fields = objectOf(line);
  // The answer is for who reads the file: nothing is computed from it.
  const [id, question] = ['id', 'question', 'answer'].map((name) => field(fields, name, isText, 'a string'));
  const about = id ?? question;
  if (about === undefined) throw new BadLine('it must have a question or an id');
  const logprob = field(fields, 'logprob', isLogprob, 'a number of nats at most 0');
  const probability = field(fields, 'probability', isProbability, 'a number from 0 to 1');
  if (logprob !== undefined && probability !== undefined)
    throw new BadLine('it must have either logprob or probability, and has both');
  const confidence = probability ?? (logprob === undefined ? undefined : Math.exp(logprob));
  if (confidence === undefined) throw new BadLine('it must have logprob or probability');
  const right = field(fields, 'right', isBoolean, 'true or false');
  if (right === undefined) throw new BadLine('it must have right, true or false');
  return { id: about, confidence, logprob: logprob ?? null, right };
}

const MOST_NAMED = 5;

function refusal(name: string, bad: readonly string[]): UserError {
  if (bad.length === 1) return new UserError(`${name}, ${bad[0]}.`);
  const named = bad.slice(0, MOST_NAMED);
  const more = bad.length > named.length ? [`and ${bad.length - named.length} more`] : [];
  return new UserError(`${name} has ${bad.length} bad lines; ${[...named, ...more].join('; ')}.`);
}

/**
 * The answers of a text with a JSON object on each line; blank lines and a byte order mark are passed over. Throws a
 * UserError that names the first few bad lines by their number, or says that all are blank.
 */
export function judgedAnswers(name: string, text: string): JudgedAnswer[] {
  const answers: JudgedAnswer[] = [];
  const bad: string[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    try {
      answers.push(answerOf(line));
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      bad.push(`line ${index + 1}: ${error.message}`);
    }
  }
  if (bad.length > 0) throw refusal(name, bad);
  if (answers.length === 0)
    throw new UserError(`${name} has only blank lines: there should be a JSON object on each line.`);
  return answers;
}
