import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { JsonValue } from '#base/json';
import { UserError } from '#base/user-error';
import type { Candidate, ChatMessage, Ids, LanguageModel, Piece, Sampling } from '#lm/types';
import { predictionOf } from '#numerics/fast-log-softmax';
import { at } from '#numerics/list';

/**
 * Requests to OpenAI's API and their answers, as its clients send and read them
 * (https://platform.openai.com/docs/api-reference). What is not known here is refused by name: no field is ignored
 * that would have changed the answer.
 */

type Fields = Readonly<Record<string, unknown>>;

/** As many as chat APIs list. */
const MOST_LISTED = 20;
/** What clients may say that asks for nothing. */
const ASKS_FOR_NOTHING: Fields = {
  stream: false,
  n: 1,
  best_of: 1,
  suffix: '',
  add_special_tokens: false,
};

/** A token that was read or written. */
interface Told {
  readonly piece: Piece;
  /** In nats; null where nothing stands before the token. */
  readonly logprob: number | null;
  readonly likeliest: readonly Candidate[];
}

interface Reply {
  readonly written: readonly Told[];
  readonly text: string;
  readonly reason: 'stop' | 'length';
  readonly usage: JsonValue;
}

function refuseUnknown(fields: Fields, known: readonly string[]): void {
  const strange = Object.keys(fields).find(
    (name) => !known.includes(name) && fields[name] !== null && ASKS_FOR_NOTHING[name] !== fields[name],
  );
  if (strange !== undefined)
    throw new UserError(`This server knows no "${strange}"; it takes ${known.join(', ')}.`);
}

/** The number of a field, or `missing` where there is none. Throws a UserError that says which numbers fit. */
function numberOf<T>(fields: Fields, name: string, range: z.ZodNumber, missing: T): number | T {
  const value = fields[name] ?? undefined;
  if (value === undefined) return missing;
  const { success, data } = range.safeParse(value);
  if (success) return data;
  const { minValue: least, maxValue: most, isInt } = range;
  const ends = most === MOST ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new UserError(`"${name}" must be a ${isInt ? 'whole ' : ''}number ${ends}.`);
}

const MOST = Number.MAX_SAFE_INTEGER;
const countFrom = (least: number) => z.int().min(least);
const LISTED = z.int().min(0).max(MOST_LISTED);

/** Whether a field is set; not where there is none. */
function flagOf(fields: Fields, name: string): boolean {
  const value = fields[name] ?? false;
  if (typeof value === 'boolean') return value;
  throw new UserError(`"${name}" must be true or false.`);
}

function samplingOf(fields: Fields): Sampling {
  return {
    temperature: numberOf(fields, 'temperature', z.number().min(0).max(2), 1),
    topP: numberOf(fields, 'top_p', z.number().min(0).max(1), 1),
    seed: numberOf(
      fields,
      'seed',
      z
        .int()
        .min(0)
        .max(2 ** 32 - 1),
      randomInt(2 ** 32),
    ),
  };
}

function checkModel(lm: LanguageModel, { model }: Fields): void {
  if ((model ?? lm.id) !== lm.id)
    throw new UserError(`This server has "${lm.id}", not ${JSON.stringify(model)}.`);
}

interface Wanted extends Sampling {
  readonly maxTokens: number;
  readonly listed: number;
  readonly signal: AbortSignal;
}

/** Goes on behind a prompt; stops when the signal says that nobody waits any more. */
async function write(lm: LanguageModel, prompt: Ids, { listed, signal, ...options }: Wanted): Promise<Reply> {
  const room = lm.contextLength - prompt.length;
  if (room < 1)
    throw new UserError(
      `The prompt has ${prompt.length} tokens; the model reads ${lm.contextLength} with its answer.`,
    );
  const lists: Candidate[][] = [];
  const generations = await lm.generate([prompt], {
    ...options,
    maxTokens: Math.min(options.maxTokens, room),
    onStep: ({ logits }) => {
      signal.throwIfAborted();
      lists.push(lm.top(logits, listed));
    },
  });
  const { ids, logprobs, end } = at(generations, 0);
  const written = lm.pieces(ids).map((piece, place) => {
    return { piece, logprob: at(logprobs, place), likeliest: at(lists, place) };
  });
  const text = lm.decode(end === 'stop' ? ids.slice(0, -1) : ids);
  return { written, text, reason: end, usage: usageOf(prompt.length, ids.length) };
}

const usageOf = (read: number, written: number): JsonValue => ({
  prompt_tokens: read,
  completion_tokens: written,
  total_tokens: read + written,
});

/** The prompt itself, token by token. */
async function read(lm: LanguageModel, prompt: Ids, listed: number): Promise<Told[]> {
  const told: Told[] = lm
    .pieces(prompt.slice(0, 1))
    .map((piece) => ({ piece, logprob: null, likeliest: [] }));
  await lm.everyPosition(prompt, (position, logits) => {
    const id = prompt[position + 1];
    if (id === undefined) return;
    const { logprob } = predictionOf(logits, id);
    told.push({ piece: at(lm.pieces([id]), 0), logprob, likeliest: lm.top(logits, listed) });
  });
  return told;
}

const SHARED = ['max_tokens', 'temperature', 'top_p', 'seed', 'logprobs'];
const COMPLETION = ['model', 'prompt', ...SHARED, 'echo'];
const CHAT = ['model', 'messages', ...SHARED, 'max_completion_tokens', 'top_logprobs'];

/** The answer to `POST /v1/completions`. Throws a UserError that says what is wrong with the request. */
export async function completion(lm: LanguageModel, fields: Fields, signal: AbortSignal): Promise<JsonValue> {
  refuseUnknown(fields, COMPLETION);
  checkModel(lm, fields);
  const prompt = promptOf(lm, fields.prompt);
  const echo = flagOf(fields, 'echo');
  const maxTokens = numberOf(fields, 'max_tokens', countFrom(echo ? 0 : 1), 16);
  const logprobs = numberOf(fields, 'logprobs', LISTED, null);
  const listed = logprobs ?? 0;
  const asRead = echo && logprobs !== null ? await read(lm, prompt, listed) : [];
  const reply: Reply =
    maxTokens === 0
      ? { written: [], text: '', reason: 'length', usage: usageOf(prompt.length, 0) }
      : await write(lm, prompt, { ...samplingOf(fields), maxTokens, listed, signal });
  const told = [...asRead, ...reply.written];
  const text = (echo ? lm.decode(prompt) : '') + reply.text;
  const choice = {
    index: 0,
    text,
    finish_reason: reply.reason,
    logprobs:
      logprobs === null
        ? null
        : {
            tokens: told.map(({ piece }) => piece.text),
            token_logprobs: told.map(({ logprob }) => logprob),
            top_logprobs: told.map(({ logprob, likeliest }) =>
              logprob === null ? null : asObject(likeliest),
            ),
          },
  };
  return { object: 'text_completion', ...about(lm), choices: [choice], usage: reply.usage };
}

function promptOf(lm: LanguageModel, prompt: unknown): Ids {
  const areIds =
    Array.isArray(prompt) && prompt.every((id) => Number.isInteger(id) && id >= 0 && id < lm.vocabularySize);
  const ids = areIds ? (prompt as Ids) : typeof prompt === 'string' ? lm.encode(prompt) : null;
  if (ids === null) throw new UserError('"prompt" must be a text or a list of token ids.');
  if (ids.length === 0) throw new UserError('"prompt" is empty.');
  return ids;
}

/** Of tokens that look alike, such as parts of characters, the likeliest. */
const asObject = (likeliest: readonly Candidate[]): JsonValue =>
  Object.fromEntries(
    likeliest
      .filter(({ text }, rank) => likeliest.findIndex((other) => other.text === text) === rank)
      .map(({ text, logprob }) => [text, logprob]),
  );

const about = (lm: LanguageModel) => ({ model: lm.id, created: Math.floor(Date.now() / 1000) });

/** The answer to `POST /v1/chat/completions`. Throws a UserError that says what is wrong with the request. */
export async function chatCompletion(
  lm: LanguageModel,
  fields: Fields,
  signal: AbortSignal,
): Promise<JsonValue> {
  refuseUnknown(fields, CHAT);
  checkModel(lm, fields);
  const prompt = lm.chat(messagesOf(fields.messages));
  if (prompt === null) throw new UserError('This model has no chat template: ask /v1/completions.');
  const limit = numberOf(fields, 'max_tokens', countFrom(1), Number.POSITIVE_INFINITY);
  const maxTokens = numberOf(fields, 'max_completion_tokens', countFrom(1), limit);
  const listed = numberOf(fields, 'top_logprobs', LISTED, 0);
  const logprobs = flagOf(fields, 'logprobs');
  const wanted = { ...samplingOf(fields), maxTokens, listed, signal };
  const { written, text, reason, usage } = await write(lm, lm.encode(prompt), wanted);
  const said = reason === 'stop' ? written.slice(0, -1) : written;
  const content = said.map(({ piece, logprob, likeliest }) => ({
    ...entry(piece, logprob ?? 0),
    top_logprobs: likeliest.map((candidate) => entry(candidate, candidate.logprob)),
  }));
  const choice = {
    index: 0,
    message: { role: 'assistant', content: text },
    finish_reason: reason,
    logprobs: logprobs ? { content } : null,
  };
  return { object: 'chat.completion', ...about(lm), choices: [choice], usage };
}

const entry = ({ text, bytes }: Piece, logprob: number) => ({ token: text, logprob, bytes: [...bytes] });

const ROLES = ['system', 'user', 'assistant'];

function messagesOf(messages: unknown): readonly ChatMessage[] {
  const fit =
    Array.isArray(messages) &&
    messages.length > 0 &&
    messages.every((one) => ROLES.includes(one?.role) && typeof one.content === 'string');
  if (fit) return messages as ChatMessage[];
  throw new UserError(
    `"messages" must be a list of messages, each with a role (${ROLES.join(', ')}) and a text as content.`,
  );
}

/** The answer to vLLM's `POST /tokenize`. Throws a UserError that says what is wrong with the request. */
export async function tokenized(lm: LanguageModel, fields: Fields): Promise<JsonValue> {
  refuseUnknown(fields, ['model', 'prompt']);
  checkModel(lm, fields);
  const tokens = promptOf(lm, fields.prompt);
  return { count: tokens.length, max_model_len: lm.contextLength, tokens: [...tokens] };
}
