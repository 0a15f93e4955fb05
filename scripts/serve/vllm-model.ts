import { UserError } from '#base/user-error';
import { ModelLostError } from '#lm/model-lost';
import { openEngine } from '#lm/vllm/open';
import { RequestError } from './request-error.ts';
import { unpredicted } from './scheduler.ts';
import type { ServedModel } from './served-model.ts';

/** A model behind a vLLM server, for the instruments: it refuses to write. Throws a UserError as openEngine does. */
export async function openServedEngine(options: Parameters<typeof openEngine>[0]) {
  const lm = await openEngine(options);
  const model: ServedModel = {
    id: lm.id,
    engine: new URL(options.url).host,
    contextLength: lm.contextLength,
    vocabularySize: lm.vocabularySize,
    encode: (text) => lm.encode(text),
    pieces: (ids) => lm.pieces(ids),
    chat: (messages) => lm.chat(messages),
    async run({ prompt, scoresPrompt, predicts, maxTokens, listed }, emit, signals) {
      if (maxTokens > 0 || listed > 0)
        throw new RequestError(400, `${lm.id} runs behind ${options.url}: send this request there.`);
      const signal = AbortSignal.any([...signals]);
      try {
        if (scoresPrompt) {
          const { tokens } = await lm.score(prompt, [], { entropies: false, signal });
          emit(tokens.map(({ id, logprob, rank }) => ({ ...unpredicted(id), logprob, rank })));
        }
        return predicts ? (await lm.next(prompt, { signal })).logits : undefined;
      } catch (error) {
        const asks = { scores: scoresPrompt, predictions: predicts };
        const isLacking = lm.lacks.some((ability) => asks[ability]);
        if (isLacking || !(error instanceof UserError)) throw error;
        throw new RequestError(error instanceof ModelLostError ? 503 : 502, error.message);
      }
    },
  };
  /** The server may come back: nothing here fails for good. */
  const failed = new Promise<never>(() => {});
  return { ...model, failed, close: () => lm.close() };
}
