import { randomInt } from 'node:crypto';
import type { Ids, Sampling } from '#lm/types';
import { at } from '#numerics/list';
import { choiceText, type Delta } from './choice-text.ts';
import { RequestError } from './request-error.ts';
import type { ChatRequest } from './request-schema.ts';
import { type TokenEvent, unpredicted } from './scheduler.ts';
import type { ServedModel } from './served-model.ts';

/** What completions and chats have in common. */
export interface GenerationRequest {
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

/** Throws a RequestError unless every prompt leaves room for a token. */
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

export function samplingOf(request: Pick<ChatRequest, 'temperature' | 'top_p' | 'seed'>): Sampling {
  const { temperature, top_p: topP, seed = randomInt(2 ** 32) } = request;
  // A top_p of 0 leaves only the likeliest token.
  return topP === 0 ? { temperature: 0 } : { temperature, topP, seed };
}

/** Streams what is new in the choices, numbered prompt by prompt. Throws a RequestError for too long a prompt. */
export function deltasOf(model: ServedModel, request: GenerationRequest, signal: AbortSignal) {
  assertRoom(model, request);
  const { samples, sampling, stops, echo, listed } = request;
  const scoresPrompt = echo && listed !== undefined;
  return new ReadableStream<Delta>({
    async start(controller) {
      const give = (delta: Delta | null) => {
        if (delta && !signal.aborted) controller.enqueue(delta);
      };
      const runJob = async (prompt: Ids, place: number) => {
        const maxTokens = Math.min(request.maxTokens, model.contextLength - prompt.length);
        const first = place * samples;
        const choices = Array.from({ length: samples }, (_, sample) => {
          const choice = choiceText(first + sample, stops, (some) => model.pieces(some));
          return { choice, ended: new AbortController() };
        });
        const take = (event: TokenEvent) => {
          for (const { choice, ended } of event.sample === null ? choices : [at(choices, event.sample)]) {
            const delta = choice.add(event);
            give(delta);
            if (delta?.end) ended.abort();
          }
        };
        if (echo && !scoresPrompt) for (const id of prompt) take(unpredicted(id));
        const signals = choices.map(({ ended }) => AbortSignal.any([signal, ended.signal]));
        const asked = { prompt, scoresPrompt, listed: listed ?? 0, samples, maxTokens, sampling };
        const job = { ...asked, firstStream: first };
        if (maxTokens > 0 || scoresPrompt) await model.run(job, (events) => events.forEach(take), signals);
        if (maxTokens === 0) for (const { choice } of choices) give(choice.endUnwritten());
      };
      await Promise.all(request.prompts.map(runJob));
      signal.throwIfAborted();
      controller.close();
    },
  });
}
