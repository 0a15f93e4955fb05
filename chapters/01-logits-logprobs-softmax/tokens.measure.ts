import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { onlyToken, PROMPT, predict } from './prediction.ts';

const TWO_SPELLINGS = [' Paris', 'Paris'];
const CHARACTERS = ['a', 'é', 'ế', '日', '🙂'];

export const tokensOfText = measurement({
  id: 'tokens-of-text',
  kinds: {
    vocabularySize: 'exact',
    tokens: { id: 'exact' },
    spellings: { id: 'exact', probability: 'probability' },
    roundRatio: 'probability',
    characters: { bytes: 'exact', count: 'exact' },
  },
  async measure({ lm }) {
    const { logprobs } = await predict(lm, PROMPT);
    const spellings = TWO_SPELLINGS.map((spelling) => {
      const id = onlyToken(lm, spelling);
      return { text: spelling, id, probability: Math.exp(at(logprobs, id)) };
    });
    return {
      model: lm.id,
      prompt: PROMPT,
      vocabularySize: lm.vocabularySize,
      tokens: lm.pieces(lm.encode(PROMPT)).map(({ text, id }) => ({ text, id })),
      spellings,
      roundRatio: Number((at(spellings, 0).probability / at(spellings, 1).probability).toPrecision(2)),
      characters: CHARACTERS.map((character) => {
        const pieces = lm.pieces(lm.encode(character));
        const bytes = new TextEncoder().encode(character).length;
        return { character, bytes, count: pieces.length, tokens: pieces.map((piece) => piece.text) };
      }),
    };
  },
});
