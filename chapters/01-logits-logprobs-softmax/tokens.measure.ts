import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { PROMPT } from './predict-next-token.ts';

const SPELLINGS = [' Paris', 'Paris'];

/** The tokens of the prompt, and of a word with its space and without. */
export const tokensOfText = measurement({
  id: 'tokens-of-text',
  kinds: { vocabularySize: 'exact', tokens: { id: 'exact' } },
  async measure({ lm }) {
    const spellings = SPELLINGS.map((word) => at(lm.pieces(lm.encode(word)), 0));
    return {
      prompt: PROMPT,
      vocabularySize: lm.vocabularySize,
      tokens: lm.pieces(lm.encode(PROMPT)).map(({ text, id }) => ({ text, id })),
      spellings: spellings.map(({ text }) => ({ text })),
    };
  },
});
