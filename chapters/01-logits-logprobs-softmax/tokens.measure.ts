import type { LanguageModel } from '#lm/types';
import { at } from '#numerics/list';
import { either, measurement } from '#report/measurement';
import { PROMPT, type Prediction, predict } from './prediction.ts';

const SPACED = ' Paris';
/** Among how many of the likeliest tokens another word with two spellings is looked for. */
const LOOKED_AT = 1000;
const CHARACTERS = ['é', '🙂'];

/** A word that is one token with a space before it, and another without: “Paris”, or else the likeliest; null if none is. */
function wordSpelledTwice(lm: LanguageModel, { order }: Prediction) {
  const tokenOf = (text: string) => {
    const ids = lm.encode(text);
    const [piece] = ids.length === 1 ? lm.pieces(ids) : [];
    return piece?.text === text ? [piece] : [];
  };
  const likeliest = lm.pieces([...order.slice(0, LOOKED_AT)]).map(({ text }) => text);
  for (const spaced of [SPACED, ...likeliest.filter((text) => /^ \p{L}/u.test(text))]) {
    const both = [...tokenOf(spaced), ...tokenOf(spaced.slice(1))];
    if (both.length === 2) return both;
  }
  return null;
}

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
    const spellings = wordSpelledTwice(lm, prediction);
    const [first, second] = (spellings ?? []).map(({ id }) => at(prediction.logprobs, id));
    const ratio = Math.exp((first ?? 0) - (second ?? 0));
    return {
      prompt: PROMPT,
      vocabularySize: lm.vocabularySize,
      tokens: lm.pieces(lm.encode(PROMPT)).map(({ text, id }) => ({ text, id })),
      spellings: spellings?.map(({ text }) => ({ text })) ?? null,
      roundRatio: Number.isFinite(ratio) ? Number(ratio.toPrecision(2)) : null,
      likelier: either(Math.abs(ratio - 1) < 0.005, 'neither', 'one'),
      characters: CHARACTERS.map((character) => ({ character, count: lm.encode(character).length })),
    };
  },
});
