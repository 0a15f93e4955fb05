import type { Ids, LanguageModel } from '#lm/types';
import type { JobRunner } from './scheduler.ts';

/** A model as the server uses it: the tokenizer in this thread, and a runner for jobs. */
export interface ServedModel
  extends JobRunner,
    Pick<LanguageModel, 'id' | 'contextLength' | 'vocabularySize' | 'encode' | 'pieces' | 'chat'> {
  /** The address of the server that texts are passed on to. */
  readonly engine?: string;
}

/** A request is refused. The message is one sentence for the client. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;
  /** The field that is wrong. */
  readonly param: string | null;

  constructor(status: number, message: string, param: string | null = null) {
    super(message);
    this.status = status;
    this.param = param;
  }
}

/** Each of the checks below throws a RequestError. A request without a model asks for the one that there is. */
export function assertServed(model: ServedModel, name = model.id): void {
  if (name !== model.id)
    throw new RequestError(404, `This server has "${model.id}", not ${JSON.stringify(name)}.`, 'model');
}

const utf8 = new TextEncoder();

/** The most bytes of text for each token of the model's context. Encoding longer texts would take seconds. */
const MOST_BYTES_PER_TOKEN = 16;

/** Refuses texts whose encoding would block the server for long. */
export function assertSoonEncoded({ contextLength }: ServedModel, texts: readonly string[]): void {
  const bytes = texts.reduce((sum, text) => sum + utf8.encode(text).length, 0);
  const most = MOST_BYTES_PER_TOKEN * contextLength;
  if (bytes > most)
    throw new RequestError(413, `The text has ${bytes} bytes; this server takes at most ${most} at once.`);
}

/** Refuses ids that the model does not have. */
export function assertIds({ vocabularySize }: ServedModel, ids: Ids): void {
  const wrong = ids.find((id) => id >= vocabularySize);
  if (wrong === undefined) return;
  const range = `ids go from 0 to ${vocabularySize - 1}`;
  throw new RequestError(400, `"prompt" has the id ${wrong}; ${range}.`, 'prompt');
}
