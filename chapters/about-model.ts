import type { LanguageModel } from '#lm/types';

/** Whether it is the model in the project's models/, of which size and tuning are known beyond what a run tells. */
export const isEmbedded = ({ id }: Pick<LanguageModel, 'id'>): boolean =>
  id === 'HuggingFaceTB/SmolLM2-135M-Instruct';
