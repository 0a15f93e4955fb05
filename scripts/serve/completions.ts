import type { OpenAI } from 'openai';
import { type Answer, answered, headOf } from './answer-or-chunks.ts';
import type { Delta, ReportedToken } from './choice-text.ts';
import { type GenerationRequest, samplingOf } from './generation-request.ts';
import { checkModel } from './model-list.ts';
import { completionRequest } from './request-schema.ts';
import { assertIds, assertSoonEncoded, type ServedModel } from './served-model.ts';

/**
 * The answer to `POST /v1/completions`, whole or as a stream of chunks. Throws a RequestError that says what is wrong with
 * the request.
 */
export async function completion(model: ServedModel, body: unknown, signal: AbortSignal): Promise<Answer> {
  const asked = completionRequest(body);
  checkModel(model, asked.model);
  assertSoonEncoded(
    model,
    asked.prompt.flatMap((prompt) => (typeof prompt === 'string' ? [prompt] : [])),
  );
  const request: GenerationRequest = {
    field: 'prompt',
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
  return await answered(model, request, asked, signal, { head, choice, chunkHead: head, chunk: choice });
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
