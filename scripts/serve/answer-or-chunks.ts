import { randomUUID } from 'node:crypto';
import type { OpenAI } from 'openai';
import type { Delta, ReportedToken } from './choice-text.ts';
import { deltasOf, type GenerationRequest } from './generation-request.ts';
import type { ChatRequest } from './request-schema.ts';
import type { ServedModel } from './served-model.ts';

/** The answers of OpenAI's API, see https://platform.openai.com/docs/api-reference. */

/** One JSON object, or a stream of them. */
export type Answer = object | ReadableStream<object>;

/** What all objects of one answer have in common. */
export const headOf = (model: ServedModel, prefix: string) => ({
  id: `${prefix}-${randomUUID()}`,
  created: Math.floor(Date.now() / 1000),
  model: model.id,
});

function usageOf({ prompts }: GenerationRequest, written: number): OpenAI.CompletionUsage {
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

/** Runs a request. Gives its choices whole, with their usage, or a stream of chunks if the client asked for one. */
export async function answered(
  model: ServedModel,
  request: GenerationRequest,
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
