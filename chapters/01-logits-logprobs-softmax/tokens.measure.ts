import { measurement } from '#report/measurement';
import { PROMPT } from './predict-next-token.ts';

/** The tokens of the prompt. */
export const tokensOfText = measurement({
  id: 'tokens-of-text',
  kinds: { vocabularySize: 'exact', tokens: { id: 'exact' } },
  async measure({ lm }) {
    return {
      prompt: PROMPT,
      vocabularySize: lm.vocabularySize,
      tokens: lm.pieces(lm.encode(PROMPT)).map(({ text, id }) => ({ text, id })),
    };
  },
});
