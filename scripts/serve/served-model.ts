import type { Ids, LanguageModel } from '#lm/types';
import { RequestError } from './request-error.ts';
import type { JobRunner } from './scheduler.ts';

/** A model as the server uses it: the tokenizer in this thread, and a runner for jobs. */
export interface ServedModel
  extends JobRunner,
    Pick<LanguageModel, 'id' | 'contextLength' | 'vocabularySize' | 'encode' | 'pieces' | 'chat'> {
  /** The address of the server that texts are passed on to. */
  readonly engine?: string;
}

const utf8 = new TextEncoder();

/** The most bytes of text for each token of the model's context. Encoding longer texts would take seconds. */
const MOST_BYTES_PER_TOKEN = 16;

/** Throws a RequestError if encoding the texts would block the server for long. */
export function assertSoonEncoded({ contextLength }: ServedModel, texts: readonly string[]): void {
  const bytes = texts.reduce((sum, text) => sum + utf8.encode(text).length, 0);
  const most = MOST_BYTES_PER_TOKEN * contextLength;
  if (bytes > most)
    throw new RequestError(413, `The text has ${bytes} bytes; this server takes at most ${most} at once.`);
}

/** Throws a RequestError that says which id the model does not have. */
export function assertIds({ vocabularySize }: ServedModel, ids: Ids): void {
  const wrong = ids.find((id) => id >= vocabularySize);
  if (wrong !== undefined)
    throw new RequestError(
      400,
      `"prompt" has the id ${wrong}; ids go from 0 to ${vocabularySize - 1}.`,
      'prompt',
    );
}
