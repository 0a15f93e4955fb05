import { openLanguageModel } from '#lm/open';
import type { LanguageModel } from '#lm/types';

let model: Promise<LanguageModel> | undefined;

/** The embedded model, opened once for all tests of a process, which must not close it. */
export function embeddedModel(): Promise<LanguageModel> {
  model ??= openLanguageModel();
  return model;
}
