import { z } from 'zod';
import { readText, readTextFile } from '#base/read-text';
import { UserError } from '#base/user-error';

/** An answer with the confidence that came with it, and whether it was right. */
export interface JudgedAnswer {
  /** Answers of the same id, or else to the same question, are not independent of each other. */
  readonly id: string;
  /** From 0 to 1. */
  readonly confidence: number;
  /** Its logarithm, in nats. */
  readonly logprob: number;
  readonly right: boolean;
  /** The kind of question, where the line names one. */
  readonly kind: string | null;
}

export interface Judged {
  readonly answers: readonly JudgedAnswer[];
  /** How many others were cut off, so that their log-probability is not that of a whole answer. */
  readonly cutOff: { readonly n: number; readonly right: number };
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
  const what = { name, wanted: 'there should be a JSON object on each line' };
  return { name, text: path === '-' ? await readText(process.stdin, what) : await readTextFile(path, what) };
}

const ID = 'a string or a whole number below 2^53';
const NATS = 'a finite number of nats at most 0';
const SHARE = 'a number from 0 to 1';

/** Null says that a field is not there, as tables do when they are written as JSON. Other fields are passed over. */
const LINE = z.object({
  id: z.union([z.string(), z.int(ID)], ID).nullish(),
  question: z.string('a string').nullish(),
  logprob: z.number(NATS).max(0, NATS).nullish(),
  probability: z.number(SHARE).min(0, SHARE).max(1, SHARE).nullish(),
  right: z.boolean('true or false'),
  kind: z.string('a string').nullish(),
  finish_reason: z.string('a string').nullish(),
});

/** What APIs say of a reply that they did not finish. */
const CUT_OFF = new Set(['length', 'content_filter', 'incomplete']);

const LONGEST_QUOTE = 40;

/** A value as JSON, short enough to quote in a sentence. */
function quoted(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length <= LONGEST_QUOTE ? text : `${text.slice(0, LONGEST_QUOTE)}…`;
}

/** What Python and others write into JSON although it has no such numbers. */
const NO_JSON_NUMBER = /[:,[]\s*(-?Infinity|-?inf|NaN)\b/i;

function whyNotJson(line: string): string {
  const [, number] = NO_JSON_NUMBER.exec(line) ?? [];
  if (number === undefined) return 'it must be a JSON object, and is not JSON';
  return `JSON has no ${number}: a logprob is a finite number, and an impossible answer has "probability": 0`;
}

/** The answer that a line holds, whether it was cut off, or what is wrong with the line. */
function answerOf(line: string): JudgedAnswer | { readonly cutOff: true; readonly right: boolean } | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return whyNotJson(line);
  }
  const { data, error } = LINE.safeParse(value);
  if (error) {
    const { path: [field] = [], message } = error.issues[0] ?? {};
    if (field === undefined) return `it must be a JSON object, got ${quoted(value)}`;
    const found = (value as Readonly<Record<PropertyKey, unknown>>)[field];
    if (found === undefined) return 'it must have right, true or false';
    return `${String(field)} must be ${message}, got ${quoted(found)}`;
  }
  const { logprob = null, probability = null, kind = null, right } = data;
  const id = data.id ?? data.question;
  if (id === undefined || id === null) return 'it must have a question or an id';
  if (CUT_OFF.has(data.finish_reason ?? '')) return { cutOff: true, right };
  if (logprob !== null && probability !== null)
    return 'it must have either logprob or probability, and has both';
  const answer = { id: String(id), right, kind };
  if (probability !== null) return { ...answer, confidence: probability, logprob: Math.log(probability) };
  if (logprob === null) return 'it must have logprob or probability';
  return { ...answer, confidence: Math.exp(logprob), logprob };
}

/** The finished answers, and how many were cut off. Throws a UserError that names the first bad line. */
export function judgedAnswers(name: string, text: string): Judged {
  const answers: JudgedAnswer[] = [];
  const cut: boolean[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const answer = answerOf(line);
    if (typeof answer === 'string') throw new UserError(`${name}, line ${index + 1}: ${answer}.`);
    if ('cutOff' in answer) cut.push(answer.right);
    else answers.push(answer);
  }
  if (answers.length === 0 && cut.length > 0)
    throw new UserError(`${name} has no finished answer: each one was cut off.`);
  if (answers.length === 0)
    throw new UserError(`${name} has only blank lines: there should be a JSON object on each line.`);
  return { answers, cutOff: { n: cut.length, right: cut.filter(Boolean).length } };
}
