import type { LanguageModel } from '#lm/types';

/** What the chapters know of a model beyond what a run tells. */

/** Whether it is the model in the project's models/, of which size, tuning and four-bit weights are known. */
export const isEmbedded = ({ id }: Pick<LanguageModel, 'id'>): boolean =>
  id === 'HuggingFaceTB/SmolLM2-135M-Instruct';

/** What the model's chat template makes of one message; null where it has none for that. */
export function chatOf(lm: Pick<LanguageModel, 'chat'>, content: string): string | null {
  try {
    return lm.chat([{ role: 'user', content }]);
  } catch {
    return null;
  }
}
