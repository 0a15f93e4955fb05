import { randomInt, randomUUID } from 'node:crypto';
import type { OpenAI } from 'openai';
import type { Ids, Piece, Sampling } from '#lm/types';
import { at } from '#numerics/list';
import { choiceText, type Delta, type ReportedToken } from './choice-text.ts';
import { type ChatRequest, chatRequest, completionRequest } from './request-schema.ts';
import { type TokenEvent, unpredicted } from './scheduler.ts';
import {
  assertIds,
  assertServed,
  assertSoonEncoded,
  RequestError,
  type ServedModel,
} from './served-model.ts';

/**
 * The answers of OpenAI's API, see https://platform.openai.com/docs/api-reference: completions and chats are worded, then
 * sent whole or in chunks, and what both are made of is generated. What is wrong with a request is a RequestError.
 */

/** Gives the events of a stream one after the other. */
export type Events = (give: (event: object) => void) => Promise<void>;

/** What completions and chats have in common. */
interface GenerationRequest {
  /** The field of the request that the prompts come from. */
  readonly field: 'prompt' | 'messages';
  readonly prompts: readonly Ids[];
  /** How many choices each prompt has. */
  readonly samples: number;
  readonly maxTokens: number;
  readonly sampling: Sampling;
  readonly stops: readonly string[];
  /** Whether choices begin with the prompt. */
  readonly echo: boolean;
  /** How many candidates are listed for each token; undefined without log-probabilities. */
  readonly listed: number | undefined;
}

/** How an API words its answers, whole and in chunks. */
interface Wording {
  readonly idPrefix: string;
  readonly object: string;
  readonly choice: (whole: Delta) => object;
  readonly chunkObject: string;
  readonly chunk: (delta: Delta) => object;
}

/** The answer to `POST /v1/completions`. */
export function completion(model: ServedModel, body: unknown, signal: AbortSignal): Promise<object | Events> {
  const asked = completionRequest(body);
  assertServed(model, asked.model);
  assertSoonEncoded(
    model,
    asked.prompt.flatMap((prompt) => (typeof prompt === 'string' ? [prompt] : [])),
  );
  const prompts = asked.prompt.map((prompt) => {
    if (typeof prompt === 'string') return model.encode(prompt);
    assertIds(model, prompt);
    return prompt;
  });
  const request: GenerationRequest = {
    field: 'prompt',
    prompts,
    samples: asked.n,
    maxTokens: asked.max_tokens,
    sampling: samplingOf(asked),
    stops: asked.stop,
    echo: asked.echo,
    listed: asked.logprobs,
  };
  const choice = ({ choice: index, text, tokens, end }: Delta): OpenAI.CompletionChoice => ({
    index,
    text,
    // OpenAI's types leave out three nulls: this of an unfinished chunk, and those of a prompt's first token.
    finish_reason: end as 'stop' | 'length',
    logprobs:
      asked.logprobs === undefined
        ? null
        : {
            text_offset: tokens.map(({ offset }) => offset),
            tokens: tokens.map(({ piece }) => piece.text),
            token_logprobs: tokens.map(({ logprob }) => logprob as number),
            top_logprobs: tokens.map(
              (token) => (token.logprob === null ? null : byText(token)) as Record<string, number>,
            ),
          },
  });
  const object = 'text_completion';
  const wording = { idPrefix: 'cmpl', object, choice, chunkObject: object, chunk: choice };
  return answered(model, request, asked, signal, wording);
}

/** Candidates by their texts. Of those that look alike, such as parts of characters, the likeliest. */
const byText = ({ likeliest }: ReportedToken): Record<string, number> =>
  Object.fromEntries(
    likeliest
      .filter(({ piece }, rank) => likeliest.findIndex((other) => other.piece.text === piece.text) === rank)
      .map(({ piece, logprob }) => [piece.text, logprob]),
  );

/** The limit of a chat that sets none. */
const CHAT_TOKENS = 512;

/** The answer to `POST /v1/chat/completions`. */
export function chatCompletion(
  model: ServedModel,
  body: unknown,
  signal: AbortSignal,
): Promise<object | Events> {
  const asked = chatRequest(body);
  assertServed(model, asked.model);
  assertSoonEncoded(
    model,
    asked.messages.map(({ content }) => content),
  );
  const prompt = model.chat(asked.messages);
  if (prompt === null) throw new RequestError(400, 'This model has no chat template: ask /v1/completions.');
  const request: GenerationRequest = {
    field: 'messages',
    prompts: [model.encode(prompt)],
    samples: asked.n,
    maxTokens: asked.max_completion_tokens ?? asked.max_tokens ?? CHAT_TOKENS,
    sampling: samplingOf(asked),
    stops: asked.stop,
    echo: false,
    listed: asked.logprobs ? asked.top_logprobs : undefined,
  };
  const logprobsOf = (tokens: readonly ReportedToken[]) =>
    asked.logprobs ? { content: tokens.filter(({ isEnd }) => !isEnd).map(chatToken), refusal: null } : null;
  const begun = new Set<number>();
  return answered(model, request, asked, signal, {
    idPrefix: 'chatcmpl',
    object: 'chat.completion',
    choice: ({ choice: index, text, tokens, end }): OpenAI.ChatCompletion.Choice => ({
      index,
      message: { role: 'assistant', content: text, refusal: null },
      finish_reason: end ?? 'length',
      logprobs: logprobsOf(tokens),
    }),
    chunkObject: 'chat.completion.chunk',
    chunk({ choice: index, text, tokens, end }): OpenAI.ChatCompletionChunk.Choice {
      const role = begun.has(index) ? {} : { role: 'assistant' as const };
      begun.add(index);
      return { index, delta: { ...role, content: text }, finish_reason: end, logprobs: logprobsOf(tokens) };
    },
  });
}

const entry = ({ text, bytes }: Piece, logprob: number) => ({ token: text, logprob, bytes: [...bytes] });

const chatToken = ({ piece, logprob, likeliest }: ReportedToken): OpenAI.ChatCompletionTokenLogprob => ({
  ...entry(piece, logprob ?? 0),
  top_logprobs: likeliest.map((one) => entry(one.piece, one.logprob)),
});

function samplingOf(request: Pick<ChatRequest, 'temperature' | 'top_p' | 'seed'>): Sampling {
  const { temperature, top_p: topP, seed = randomInt(2 ** 32) } = request;
  // A top_p of 0 leaves only the likeliest token.
  return topP === 0 ? { temperature: 0 } : { temperature, topP, seed };
}

/** Runs a request. Gives its choices whole, with their usage, or a stream of chunks if the client asked for one. */
async function answered(
  model: ServedModel,
  request: GenerationRequest,
  { stream, stream_options: { include_usage } }: Pick<ChatRequest, 'stream' | 'stream_options'>,
  signal: AbortSignal,
  { idPrefix, object, choice, chunkObject, chunk }: Wording,
): Promise<object | Events> {
  assertRoom(model, request);
  const created = Math.floor(Date.now() / 1000);
  const head = { id: `${idPrefix}-${randomUUID()}`, created, model: model.id };
  const usageOf = (written: number): OpenAI.CompletionUsage => {
    const read = request.prompts.reduce((sum, ids) => sum + ids.length, 0);
    return { prompt_tokens: read, completion_tokens: written, total_tokens: read + written };
  };
  if (stream)
    return async (give) => {
      const chunkHead = { ...head, object: chunkObject };
      const written = await generate(model, request, signal, (delta) => {
        const isReported = request.listed !== undefined && delta.tokens.length > 0;
        if (delta.text !== '' || delta.end !== null || isReported)
          give({ ...chunkHead, choices: [chunk(delta)] });
      });
      if (include_usage) give({ ...chunkHead, choices: [], usage: usageOf(written) });
    };
  const choices = Array.from({ length: request.prompts.length * request.samples }, (_, index) => ({
    choice: index,
    text: '',
    tokens: [] as ReportedToken[],
    end: null as Delta['end'],
  }));
  const written = await generate(model, request, signal, ({ choice: index, text, tokens, end }) => {
    const whole = at(choices, index);
    whole.text += text;
    whole.tokens.push(...tokens);
    whole.end = end;
  });
  return { ...head, object, choices: choices.map(choice), usage: usageOf(written) };
}

/** Refuses prompts that are empty or leave no room for a token. */
function assertRoom(
  { contextLength }: ServedModel,
  { field, prompts, samples, maxTokens }: GenerationRequest,
): void {
  const longest = Math.max(...prompts.map(({ length }) => length));
  if (prompts.some(({ length }) => length === 0)) throw new RequestError(400, `"${field}" is empty.`, field);
  if (longest + Math.min(1, maxTokens) > contextLength)
    throw new RequestError(
      400,
      `"${field}" has ${longest} tokens; the model reads ${contextLength} with its answer.`,
      field,
    );
  const length = Math.min(longest + maxTokens, contextLength);
  if (samples > 1 && samples * length > 2 * contextLength)
    throw new RequestError(
      400,
      `${samples} texts of up to ${length} tokens are too many at once: lower "n" or "max_tokens".`,
      'n',
    );
}

/** Gives what is new in the choices, numbered prompt by prompt. Resolves with how many tokens were written. */
async function generate(
  model: ServedModel,
  request: GenerationRequest,
  signal: AbortSignal,
  give: (delta: Delta) => void,
): Promise<number> {
  const { samples, sampling, stops, echo, listed } = request;
  const scoresPrompt = echo && listed !== undefined;
  let written = 0;
  const runJob = async (prompt: Ids, place: number) => {
    const maxTokens = Math.min(request.maxTokens, model.contextLength - prompt.length);
    const firstStream = place * samples;
    const choices = Array.from({ length: samples }, (_, sample) => ({
      choice: choiceText(firstStream + sample, stops, (id) => at(model.pieces([id]), 0)),
      ended: new AbortController(),
    }));
    const take = (event: TokenEvent) => {
      for (const { choice, ended } of event.sample === null ? choices : [at(choices, event.sample)]) {
        const delta = choice.add(event);
        if (!delta || signal.aborted) continue;
        if (event.sample !== null) written++;
        give(delta);
        if (delta.end) ended.abort();
      }
    };
    if (echo && !scoresPrompt) for (const id of prompt) take(unpredicted(id));
    const signals = choices.map(({ ended }) => AbortSignal.any([signal, ended.signal]));
    const job = { prompt, scoresPrompt, listed: listed ?? 0, maxTokens, sampling, firstStream };
    if (maxTokens > 0 || scoresPrompt) await model.run(job, (events) => events.forEach(take), signals);
    if (maxTokens === 0 && !signal.aborted) for (const { choice } of choices) give(choice.endUnwritten());
  };
  await Promise.all(request.prompts.map(runJob));
  signal.throwIfAborted();
  return written;
}
