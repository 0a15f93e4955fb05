import { at } from '#numerics/list';
import { either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';
import { PROMPT, predict, tokensOf } from './prediction.ts';

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
    const prediction = await predict(lm, PROMPT);
    const spellings = tokensOf(lm, prediction, TWO_SPELLINGS).map(({ text, id }) => {
      return { text, id, probability: Math.exp(at(prediction.logprobs, id)) };
    });
    const [first, second] = [at(spellings, 0), at(spellings, 1)];
    const ratio = Math.exp(at(prediction.logprobs, first.id) - at(prediction.logprobs, second.id));
    const isOneWord = spellings.every(({ text }, place) => text === TWO_SPELLINGS[place]);
    return {
      model: lm.id,
      known: either(isEmbedded(lm), 'embedded', 'another'),
      prompt: PROMPT,
      vocabularySize: lm.vocabularySize,
      tokens: lm.pieces(lm.encode(PROMPT)).map(({ text, id }) => ({ text, id })),
      spellings,
      sameWord: either(isOneWord, 'yes', 'no'),
      roundRatio: Number.isFinite(ratio) ? Number(ratio.toPrecision(2)) : null,
      likelier: either(Math.abs(ratio - 1) < 0.005, 'neither', 'one'),
      characters: CHARACTERS.map((character) => {
        const pieces = lm.pieces(lm.encode(character));
        const bytes = new TextEncoder().encode(character).length;
        return { character, bytes, count: pieces.length, tokens: pieces.map((piece) => piece.text) };
      }),
    };
  },
});
