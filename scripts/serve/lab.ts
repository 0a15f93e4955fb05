import { withThousands } from '#base/printed-number';
import type { Ids } from '#lm/types';
import { at } from '#numerics/list';
import type { LabToken, LabTokens } from '#page-model/lab';
import { assertIds, assertSoonEncoded } from './generation-request.ts';
import { Content } from './http-content.ts';
import type { ServedModel } from './model.ts';
import { RequestError } from './request-error.ts';
import { labNextRequest, labScoreRequest } from './request-schema.ts';
import type { Job } from './scheduler.ts';

/** What the instruments of the served report ask: whole predictions, and scores token by token. */

/** Reads a prompt and writes nothing. */
const READ = { listed: 0, samples: 1, maxTokens: 0, sampling: {} } as const satisfies Partial<Job>;

/** The answer to `GET /lab/vocabulary`: the text of every token by its id, and the ids of special tokens. */
export function labVocabulary(model: ServedModel) {
  const pieces = model.pieces(Array.from({ length: model.vocabularySize }, (_, id) => id));
  const special = pieces.filter((piece) => piece.special).map(({ id }) => id);
  return { model: model.id, tokens: pieces.map(({ text }) => text), special };
}

/** The answer to `POST /lab/next`: the logits [V] after a text and more tokens, as float32 of little-endian bytes. */
export async function labNext(model: ServedModel, body: unknown, signal: AbortSignal): Promise<Content> {
  const { text, ids } = labNextRequest(body);
  assertSoonEncoded(model, [text]);
  assertIds(model, ids);
  const prompt = [...model.encode(text), ...ids];
  assertReadable(model, prompt);
  const logits = await model.run({ ...READ, prompt, scoresPrompt: false, predicts: true }, () => {}, [
    signal,
  ]);
  signal.throwIfAborted();
  if (!logits) throw new Error('a prediction that was asked for did not come');
  const { buffer, byteOffset, byteLength } = logits;
  return new Content(new Uint8Array(buffer, byteOffset, byteLength), 'application/octet-stream');
}

/** The answer to `POST /lab/score`: the tokens of each text after what comes before it, as they are scored. */
export function labScore(model: ServedModel, body: unknown, signal: AbortSignal): ReadableStream<LabTokens> {
  const { parts } = labScoreRequest(body);
  assertSoonEncoded(
    model,
    parts.flatMap(({ before, text }) => [before, text]),
  );
  const asked = parts.map(({ before, text, ids }) => {
    assertIds(model, ids);
    const context = model.encode(before);
    const scored = [...idsAfter(model, before, context, text), ...ids];
    if (scored.length === 0) throw new RequestError(400, 'There is no text to score.');
    assertReadable(model, [...context, ...scored]);
    return { context, prompt: [...context, ...scored] };
  });
  return new ReadableStream<LabTokens>({
    async start(controller) {
      const scorePart = async ({ context, prompt }: (typeof asked)[number], part: number) => {
        let place = 0;
        await model.run(
          { ...READ, prompt, scoresPrompt: true },
          (events) => {
            const scored = events.slice(Math.max(0, context.length - place));
            place += events.length;
            const tokens = scored.map(({ id, logprob, rank, entropy }): LabToken => {
              return [id, at(model.pieces([id]), 0).bytes.length, logprob, rank, entropy];
            });
            if (tokens.length > 0 && !signal.aborted) controller.enqueue({ part, tokens });
          },
          [signal],
        );
      };
      await Promise.all(asked.map(scorePart));
      signal.throwIfAborted();
      controller.close();
    },
  });
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
