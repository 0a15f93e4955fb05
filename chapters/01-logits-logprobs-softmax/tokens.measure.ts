import { at } from '#numerics/list';
import { either, measurement } from '#report/measurement';
import { PROMPT, predict, tokensOf } from './prediction.ts';

const TWO_SPELLINGS = [' Paris', 'Paris'];
const CHARACTERS = ['é', '🙂'];

export const tokensOfText = measurement({
  id: 'tokens-of-text',
  kinds: {
    vocabularySize: 'exact',
    tokens: { id: 'exact' },
    roundRatio: 'probability',
    characters: { count: 'exact' },
  },
  async measure({ lm }) {
    const prediction = await predict(lm, PROMPT);
    const spellings = tokensOf(lm, prediction, TWO_SPELLINGS);
    const [first, second] = [at(spellings, 0), at(spellings, 1)];
    const ratio = Math.exp(at(prediction.logprobs, first.id) - at(prediction.logprobs, second.id));
    const isOneWord = spellings.every(({ text }, place) => text === TWO_SPELLINGS[place]);
    return {
      prompt: PROMPT,
      vocabularySize: lm.vocabularySize,
      tokens: lm.pieces(lm.encode(PROMPT)).map(({ text, id }) => ({ text, id })),
      spellings: spellings.map(({ text }) => ({ text })),
      sameWord: either(isOneWord, 'yes', 'no'),
      roundRatio: Number.isFinite(ratio) ? Number(ratio.toPrecision(2)) : null,
      likelier: either(Math.abs(ratio - 1) < 0.005, 'neither', 'one'),
      characters: CHARACTERS.map((character) => ({ character, count: lm.encode(character).length })),
    };
  },
});
