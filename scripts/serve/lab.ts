import { withThousands } from '#base/printed-number';
import { UserError } from '#base/user-error';
import type { Ids } from '#lm/types';
import { at } from '#numerics/list';
import { type LabModel, type LabToken, type LabTokens, type Part, Unfinished } from '#page-model/lab';
import type { Job } from './scheduler.ts';
import { assertIds, assertSoonEncoded, RequestError, type ServedModel } from './served-model.ts';

/** What the instruments of the served report ask: whole predictions, and scores token by token. */

/** Reads a prompt and writes nothing. */
const READ = { listed: 0, maxTokens: 0, sampling: {} } as const satisfies Partial<Job>;

/** The text of every token by its id, and the ids of special tokens. */
export function labVocabulary(model: ServedModel) {
  const pieces = model.pieces(Array.from({ length: model.vocabularySize }, (_, id) => id));
  const special = pieces.filter((piece) => piece.special).map(({ id }) => id);
  return { model: model.id, tokens: pieces.map(({ text }) => text), special };
}

/** The logits [V] after a text and more tokens. */
export async function labNext(model: ServedModel, text: string, ids: Ids, signal: AbortSignal) {
  assertSoonEncoded(model, [text]);
  assertIds(model, ids);
  const prompt = [...model.encode(text), ...ids];
  assertReadable(model, prompt);
  const job = { ...READ, prompt, scoresPrompt: false, predicts: true };
  const logits = await model.run(job, () => {}, [signal]);
  signal.throwIfAborted();
  if (!logits) throw new Error('a prediction that was asked for did not come');
  return logits;
}

/** Checks texts, and returns what gives the tokens of each after what comes before it, as they are scored. */
export function labScore(model: ServedModel, parts: readonly Part[], signal: AbortSignal) {
  const texts = parts.flatMap(({ before, text = '' }) => [before, text]);
  assertSoonEncoded(model, texts);
  const asked = parts.map(({ before, text = '', ids = [] }) => {
    assertIds(model, ids);
    const context = model.encode(before);
    const scored = [...idsAfter(model, before, context, text), ...ids];
    if (scored.length === 0) throw new RequestError(400, 'There is no text to score.');
    const prompt = [...context, ...scored];
    assertReadable(model, prompt);
    return { prompt, start: context.length };
  });
  return async (take: (tokens: LabTokens) => void): Promise<void> => {
    const scorePart = async ({ prompt, start }: (typeof asked)[number], part: number) => {
      let place = 0;
      const job = { ...READ, prompt, scoresPrompt: true };
      await model.run(
        job,
        (events) => {
          const scored = events.slice(Math.max(0, start - place));
          place += events.length;
          const tokens = scored.map(({ id, logprob, rank, entropy }): LabToken => {
            return [id, at(model.pieces([id]), 0).bytes.length, logprob, rank, entropy];
          });
          if (tokens.length > 0 && !signal.aborted) take({ part, tokens });
        },
        [signal],
      );
    };
    await Promise.all(asked.map(scorePart));
    signal.throwIfAborted();
  };
}

/** The tokens of a text behind another: as the two are encoded together, if that keeps the tokens of the first. */
function idsAfter(model: ServedModel, before: string, context: Ids, text: string): Ids {
  const together = model.encode(before + text);
  const isKept = context.every((id, place) => together[place] === id);
  return isKept ? together.slice(context.length) : model.encode(text);
}

function assertReadable({ contextLength }: ServedModel, { length }: Ids): void {
  if (length === 0) throw new RequestError(400, 'The text is empty.');
  if (length > contextLength)
    throw new RequestError(
      400,
      `The text has ${withThousands(`${length}`)} tokens; the model reads ${withThousands(`${contextLength}`)}.`,
    );
}

/** A model in this process, as instruments ask it. */
export function labModelOf(model: ServedModel): LabModel {
  async function answered<T>(answer: () => T | Promise<T>): Promise<T> {
    try {
      return await answer();
    } catch (error) {
      const isTheirs = error instanceof UserError || (error instanceof RequestError && error.status < 500);
      throw isTheirs ? new Unfinished(error.message) : error;
    }
  }
  return {
    async vocabulary() {
      const { special, ...rest } = labVocabulary(model);
      return { ...rest, special: new Set(special) };
    },
    predict: (text, ids, signal) => answered(() => labNext(model, text, ids, signal)),
    tokenize: (text) =>
      answered(() => {
        assertSoonEncoded(model, [text]);
        return model.encode(text);
      }),
    score: (parts, signal, take) => answered(() => labScore(model, parts, signal)(take)),
  };
}
