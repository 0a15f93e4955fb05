import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { PROMPT, predict } from './predict-next-token.ts';

const SPELLINGS = [' Paris', 'Paris'];

/** The tokens of the prompt, and how much likelier a word is with its space than without. */
export const tokensOfText = measurement({
  id: 'tokens-of-text',
  kinds: { vocabularySize: 'exact', tokens: { id: 'exact' }, ratio: 'probability' },
  async measure({ lm }) {
    const { logprobs } = await predict(lm, PROMPT);
    const spellings = SPELLINGS.map((word) => at(lm.pieces(lm.encode(word)), 0));
    const [spaced, bare] = [at(spellings, 0), at(spellings, 1)];
    const ratio = Math.exp(at(logprobs, spaced.id) - at(logprobs, bare.id));
    return {
      prompt: PROMPT,
      vocabularySize: lm.vocabularySize,
      tokens: lm.pieces(lm.encode(PROMPT)).map(({ text, id }) => ({ text, id })),
      spellings: spellings.map(({ text }) => ({ text })),
      ratio,
    };
  },
});
