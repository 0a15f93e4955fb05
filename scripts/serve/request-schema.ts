import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { isRecord } from '#base/json';
import type { Ids } from '#lm/types';
import { RequestError } from './served-model.ts';

/** The requests that the server accepts. Unsupported fields are refused by name, unless they ask for nothing. */

/** As many candidates as chat APIs list for a token. */
const MOST_LISTED = 20;
const MOST_CHOICES = 128;
const MOST_STOPS = 16;
const MOST_TOKENS = Number.MAX_SAFE_INTEGER;

/** Unsupported fields, with the values that change nothing. A map, since clients may send any name, even "constructor". */
const ASKS_FOR_NOTHING = new Map<string, readonly unknown[]>([
  ['add_special_tokens', [false]],
  ['annotations', [[]]],
  ['best_of', [1]],
  ['frequency_penalty', [0]],
  ['logit_bias', [{}]],
  ['metadata', [{}]],
  ['modalities', [['text']]],
  ['parallel_tool_calls', [true, false]],
  ['presence_penalty', [0]],
  ['response_format', [{ type: 'text' }]],
  ['service_tier', ['auto', 'default']],
  ['store', [false]],
  ['suffix', ['']],
  ['tool_calls', [[]]],
  ['tool_choice', ['none', 'auto']],
  ['tools', [[]]],
]);
const IDENTIFIERS = ['user', 'safety_identifier', 'prompt_cache_key'];

const number = (least: number, most: number) => {
  const sentence = `must be a number from ${least} to ${most}`;
  return z.number(sentence).min(least, sentence).max(most, sentence);
};
const whole = (least: number, most: number) => {
  const range = most === MOST_TOKENS ? `of at least ${least}` : `from ${least} to ${most}`;
  const sentence = `must be a whole number ${range}`;
  return z.int(sentence).min(least, sentence).max(most, sentence);
};
const flag = z.boolean('must be true or false').default(false);
const text = z.string('must be a text');
const STOP_SENTENCE = `must be a text that is not empty, or a list of at most ${MOST_STOPS} of them`;
const stopText = z.string(STOP_SENTENCE).min(1, STOP_SENTENCE);

const SHARED = {
  model: text.optional(),
  n: whole(1, MOST_CHOICES).default(1),
  seed: whole(0, 2 ** 32 - 1).optional(),
  stop: z
    .union(
      [stopText.transform((one) => [one]), z.array(stopText).max(MOST_STOPS, STOP_SENTENCE)],
      STOP_SENTENCE,
    )
    .default([]),
  stream: flag,
  stream_options: z
    .preprocess(
      wanted,
      z.strictObject({ include_usage: flag, include_obfuscation: z.literal(false).optional() }),
    )
    .default({ include_usage: false }),
  temperature: number(0, 2).default(1),
  top_p: number(0, 1).default(1),
};

const PROMPT_SENTENCE = `must be a text, a list of token ids, or a list of at most ${MOST_CHOICES} of either`;
const ids = z.array(z.int(PROMPT_SENTENCE).min(0, PROMPT_SENTENCE), PROMPT_SENTENCE).min(1, PROMPT_SENTENCE);
const onePrompt = z.union([text, ids], PROMPT_SENTENCE);
const prompts = z.union(
  [
    onePrompt.transform((one): readonly (string | Ids)[] => [one]),
    z.array(onePrompt).min(1, PROMPT_SENTENCE).max(MOST_CHOICES, PROMPT_SENTENCE),
  ],
  PROMPT_SENTENCE,
);

const CONTENT_SENTENCE = 'must be a text, or a list of parts {"type": "text", "text": "…"}';
const part = z.preprocess(wanted, z.strictObject({ type: z.literal('text'), text: z.string() }));
const content = z.union(
  [z.string(), z.array(part).transform((parts) => parts.map((one) => one.text).join(''))],
  CONTENT_SENTENCE,
);
/** Clients send back whole answers, in which much is null. */
const message = z.preprocess(
  wanted,
  z.strictObject(
    {
      role: z.enum(['system', 'user', 'assistant'], 'must be system, user or assistant'),
      content,
    },
    'must be a message with a role and a content',
  ),
);

const COMPLETION = z.strictObject({
  ...SHARED,
  prompt: prompts,
  echo: flag,
  logprobs: whole(0, MOST_LISTED).optional(),
  max_tokens: whole(0, MOST_TOKENS).default(16),
});

const CHAT = z.strictObject({
  ...SHARED,
  messages: z.array(message, 'must be a list of messages').min(1, 'must have a message'),
  logprobs: flag,
  top_logprobs: whole(0, MOST_LISTED).default(0),
  max_tokens: whole(1, MOST_TOKENS).optional(),
  max_completion_tokens: whole(1, MOST_TOKENS).optional(),
});

const TOKENIZE = z.strictObject({ model: text.optional(), prompt: text });

const LAB_IDS = z.array(z.int().min(0), 'must be a list of token ids').default([]);
const LAB_NEXT = z.strictObject({ text, ids: LAB_IDS });

const MOST_PARTS = 32;
const labPart = z.strictObject({ before: text, text: text.default(''), ids: LAB_IDS }, 'must be an object');
const LAB_SCORE = z.strictObject({
  parts: z.array(labPart).min(1, 'must not be empty').max(MOST_PARTS, `may have at most ${MOST_PARTS} parts`),
});

export type CompletionRequest = z.infer<typeof COMPLETION>;
export type ChatRequest = z.infer<typeof CHAT>;

/** Whether a field changes nothing and can be left out. */
function asksForNothing(name: string, value: unknown): boolean {
  if (value === null || (IDENTIFIERS.includes(name) && typeof value === 'string')) return true;
  return (ASKS_FOR_NOTHING.get(name) ?? []).some((neutral) => isDeepStrictEqual(neutral, value));
}

/** The fields of an object that ask for something; anything else as it is. */
function wanted(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name, one]) => !asksForNothing(name, one)));
}

function parse<S extends z.ZodObject>(schema: S, body: unknown): z.infer<S> {
  if (!isRecord(body)) throw new RequestError(400, 'The body of the request must be a JSON object.');
  const { data, error } = schema.safeParse(wanted(body));
  if (!error) return data;
  const [issue] = error.issues;
  const path = z.core.toDotPath(issue?.path ?? []);
  if (issue?.code !== 'unrecognized_keys')
    throw new RequestError(400, `"${path}" ${issue?.message ?? 'is not valid'}.`, path);
  const field = z.core.toDotPath([...issue.path, issue.keys[0] ?? '']);
  const known = path === '' ? `; it supports ${Object.keys(schema.shape).join(', ')}` : '';
  throw new RequestError(400, `This server does not support "${field}"${known}.`, field);
}

/** The fields of `POST /v1/completions`. Throws a RequestError about the first that is wrong. */
export function completionRequest(body: unknown): CompletionRequest {
  const request = parse(COMPLETION, body);
  if (request.max_tokens === 0 && !request.echo)
    throw new RequestError(400, '"max_tokens" must be at least 1, or 0 with "echo".', 'max_tokens');
  const count = request.prompt.length * request.n;
  if (count > MOST_CHOICES)
    throw new RequestError(400, `A request may ask for at most ${MOST_CHOICES} texts, not ${count}.`, 'n');
  return request;
}

/** The fields of the other requests. Each throws a RequestError about the first that is wrong. */
export const chatRequest = (body: unknown): ChatRequest => parse(CHAT, body);
export const tokenizeRequest = (body: unknown) => parse(TOKENIZE, body);
export const labNextRequest = (body: unknown) => parse(LAB_NEXT, body);
export const labScoreRequest = (body: unknown) => parse(LAB_SCORE, body);
