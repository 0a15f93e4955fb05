import { randomUUID } from 'node:crypto';
import type { OpenAI } from 'openai';
import type { ChatMessage, Piece } from '#lm/types';
import type { Delta, ReportedToken } from './choice-text.ts';
import type { ServedModel } from './model.ts';
import { RequestError } from './request-error.ts';
import { type ChatRequest, chatRequest, completionRequest, tokenizeRequest } from './schema.ts';
import { assertIds, assertSoonEncoded, deltasOf, samplingOf, type WriteRequest } from './write-request.ts';

/** The answers of OpenAI's API, see https://platform.openai.com/docs/api-reference. */

export type Answer = object | ReadableStream<object>;

/** The limit of a chat that sets none. */
const CHAT_TOKENS = 512;

const now = () => Math.floor(Date.now() / 1000);

/** What all objects of one answer have in common. */
const headOf = (model: ServedModel, prefix: string) => ({
  id: `${prefix}-${randomUUID()}`,
  created: now(),
  model: model.id,
});

const startedAt = now();
const modelOf = (model: ServedModel) =>
  ({ id: model.id, object: 'model', created: startedAt, owned_by: 'local' }) satisfies OpenAI.Model;

/** The answer to `GET /v1/models`. */
export const modelList = (model: ServedModel): Answer => ({ object: 'list', data: [modelOf(model)] });

/** The answer to `GET /v1/models/{name}`, be the name encoded or not. Throws a RequestError for another model. */
export function modelNamed(model: ServedModel, name: string): Answer {
  if (name !== encodeURIComponent(model.id)) checkModel(model, name);
  return modelOf(model);
}

function checkModel(model: ServedModel, name: string = model.id): void {
  if (name !== model.id)
    throw new RequestError(404, `This server has "${model.id}", not ${JSON.stringify(name)}.`, 'model');
}

/** The answer to vLLM's `POST /tokenize`. Throws a RequestError that says what is wrong with the request. */
export function tokenized(model: ServedModel, body: unknown): Answer {
  const { model: name, prompt } = tokenizeRequest(body);
  checkModel(model, name);
  assertSoonEncoded(model, [prompt]);
  const tokens = model.encode(prompt);
  return { count: tokens.length, max_model_len: model.contextLength, tokens };
}

/** The answer to `POST /v1/completions`. Throws a RequestError that says what is wrong with the request. */
export function completion(model: ServedModel, body: unknown, signal: AbortSignal): Promise<Answer> {
  const asked = completionRequest(body);
  checkModel(model, asked.model);
  assertSoonEncoded(
    model,
    asked.prompt.flatMap((prompt) => (typeof prompt === 'string' ? [prompt] : [])),
  );
  const request: WriteRequest = {
    prompts: asked.prompt.map((prompt) => {
      if (typeof prompt === 'string') return model.encode(prompt);
      assertIds(model, prompt);
      return prompt;
    }),
    samples: asked.n,
    maxTokens: asked.max_tokens,
    sampling: samplingOf(asked),
    stops: asked.stop,
    echo: asked.echo,
    listed: asked.logprobs,
  };
  const hasLogprobs = asked.logprobs !== undefined;
  const choice = (delta: Delta) => completionChoice(delta, hasLogprobs);
  const head = { ...headOf(model, 'cmpl'), object: 'text_completion' };
  return answered(model, request, asked, signal, { head, choice, chunkHead: head, chunk: choice });
}

function completionChoice(
  { choice, text, tokens, end }: Delta,
  hasLogprobs: boolean,
): OpenAI.CompletionChoice {
  const logprobs = {
    text_offset: tokens.map(({ offset }) => offset),
    tokens: tokens.map(({ piece }) => piece.text),
    // OpenAI's types leave out two nulls: those of a prompt's first token, and the finish_reason of an unfinished chunk.
    token_logprobs: tokens.map(({ logprob }) => logprob as number),
    top_logprobs: tokens.map(
      (token) => (token.logprob === null ? null : byText(token)) as Record<string, number>,
    ),
  };
  const finish_reason = end as 'stop' | 'length';
  return { index: choice, text, finish_reason, logprobs: hasLogprobs ? logprobs : null };
}

/** Candidates by their texts. Of those that look alike, such as parts of characters, the likeliest. */
const byText = ({ likeliest }: ReportedToken): Record<string, number> =>
  Object.fromEntries(
    likeliest
      .filter(({ piece }, rank) => likeliest.findIndex((other) => other.piece.text === piece.text) === rank)
      .map(({ piece, logprob }) => [piece.text, logprob]),
  );

/** The answer to `POST /v1/chat/completions`. Throws a RequestError that says what is wrong with the request. */
export function chatCompletion(model: ServedModel, body: unknown, signal: AbortSignal): Promise<Answer> {
  const asked = chatRequest(body);
  checkModel(model, asked.model);
  const request = chatWriteRequest(model, asked);
  const head = headOf(model, 'chatcmpl');
  const logprobsOf = (tokens: readonly ReportedToken[]) =>
    asked.logprobs ? { content: tokens.filter(({ isEnd }) => !isEnd).map(chatToken), refusal: null } : null;
  const begun = new Set<number>();
  return answered(model, request, asked, signal, {
    head: { ...head, object: 'chat.completion' },
    choice: ({ choice: index, text, tokens, end }): OpenAI.ChatCompletion.Choice => ({
      index,
      message: { role: 'assistant', content: text, refusal: null },
      finish_reason: end ?? 'length',
      logprobs: logprobsOf(tokens),
    }),
    chunkHead: { ...head, object: 'chat.completion.chunk' },
    chunk({ choice: index, text, tokens, end }): OpenAI.ChatCompletionChunk.Choice {
      const role = begun.has(index) ? {} : { role: 'assistant' as const };
      begun.add(index);
      return { index, delta: { ...role, content: text }, finish_reason: end, logprobs: logprobsOf(tokens) };
    },
  });
}

function chatWriteRequest(model: ServedModel, asked: ChatRequest): WriteRequest {
  const messages: readonly ChatMessage[] = asked.messages;
  assertSoonEncoded(
    model,
    messages.map(({ content }) => content),
  );
  const prompt = model.chat(messages);
  if (prompt === null) throw new RequestError(400, 'This model has no chat template: ask /v1/completions.');
  return {
    prompts: [model.encode(prompt)],
    samples: asked.n,
    maxTokens: asked.max_completion_tokens ?? asked.max_tokens ?? CHAT_TOKENS,
    sampling: samplingOf(asked),
    stops: asked.stop,
    echo: false,
    listed: asked.logprobs ? asked.top_logprobs : undefined,
  };
}

const entry = ({ text, bytes }: Piece, logprob: number) => ({ token: text, logprob, bytes: [...bytes] });

const chatToken = ({ piece, logprob, likeliest }: ReportedToken): OpenAI.ChatCompletionTokenLogprob => ({
  ...entry(piece, logprob ?? 0),
  top_logprobs: likeliest.map((one) => entry(one.piece, one.logprob)),
});

function usageOf({ prompts }: WriteRequest, written: number): OpenAI.CompletionUsage {
  const read = prompts.reduce((sum, ids) => sum + ids.length, 0);
  return { prompt_tokens: read, completion_tokens: written, total_tokens: read + written };
}

/** How an API words its answers, whole and in chunks. */
interface Wording {
  readonly head: object;
  readonly choice: (whole: Delta) => object;
  readonly chunkHead: object;
  readonly chunk: (delta: Delta) => object;
}

async function answered(
  model: ServedModel,
  request: WriteRequest,
  { stream, stream_options: { include_usage } }: Pick<ChatRequest, 'stream' | 'stream_options'>,
  signal: AbortSignal,
  { head, choice, chunkHead, chunk }: Wording,
): Promise<Answer> {
  const deltas = deltasOf(model, request, signal);
  if (!stream) {
    const whole = await wholeChoices(deltas);
    const written = whole.reduce((sum, one) => sum + one.written, 0);
    return { ...head, choices: whole.map(choice), usage: usageOf(request, written) };
  }
  let written = 0;
  return deltas.pipeThrough(
    new TransformStream<Delta, object>({
      transform(delta, controller) {
        written += delta.written;
        const isReported = request.listed !== undefined && delta.tokens.length > 0;
        if (delta.text !== '' || delta.end !== null || isReported)
          controller.enqueue({ ...chunkHead, choices: [chunk(delta)] });
      },
      flush(controller) {
        if (include_usage)
          controller.enqueue({ ...chunkHead, choices: [], usage: usageOf(request, written) });
      },
    }),
  );
}

async function wholeChoices(deltas: ReadableStream<Delta>): Promise<Delta[]> {
  const choices = new Map<number, Delta & { readonly tokens: ReportedToken[] }>();
  for await (const delta of deltas) {
    const { text = '', tokens = [], written = 0 } = choices.get(delta.choice) ?? {};
    tokens.push(...delta.tokens);
    const whole = { tokens, text: text + delta.text, written: written + delta.written };
    choices.set(delta.choice, { ...delta, ...whole });
  }
  return [...choices.values()].sort((a, b) => a.choice - b.choice);
}
