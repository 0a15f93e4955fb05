import type { OpenAI } from 'openai';
import type { ChatMessage, Piece } from '#lm/types';
import { type Answer, answered, headOf } from './answer-or-chunks.ts';
import type { ReportedToken } from './choice-text.ts';
import { type GenerationRequest, samplingOf } from './generation-request.ts';
import { checkModel } from './model-list.ts';
import { RequestError } from './request-error.ts';
import { type ChatRequest, chatRequest } from './request-schema.ts';
import { assertSoonEncoded, type ServedModel } from './served-model.ts';

/** The limit of a chat that sets none. */
const CHAT_TOKENS = 512;

/**
 * The answer to `POST /v1/chat/completions`, whole or as a stream of chat chunks. Throws a RequestError that says what is
 * wrong with the request.
 */
export function chatCompletion(model: ServedModel, body: unknown, signal: AbortSignal): Promise<Answer> {
  const asked = chatRequest(body);
  checkModel(model, asked.model);
  const request = chatGenerationRequest(model, asked);
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

function chatGenerationRequest(model: ServedModel, asked: ChatRequest): GenerationRequest {
  const messages: readonly ChatMessage[] = asked.messages;
  assertSoonEncoded(
    model,
    messages.map(({ content }) => content),
  );
  const prompt = model.chat(messages);
  if (prompt === null) throw new RequestError(400, 'This model has no chat template: ask /v1/completions.');
  return {
    field: 'messages',
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
