import { at } from '#numerics/list';
import { compensatedSum, mean } from '#numerics/sum';
import { each, either, measurement } from '#report/measurement';
import { wordsBefore } from './lists.ts';
import { ownTexts } from './texts.measure.ts';

/** Letters that a word has at least, to be a long one. */
const LONG = 4;
/** The share of the tokens, the most surprising first, whose part of the surprise is told. */
const LOUDEST = 0.1;
/** Below this many nats a token is hardly coloured. */
const PALE = 4;

/**
 * [n] Whether each token of a text begins a word of at least four letters, however many tokens the word is cut into. A
 * word is a run of letters; a token begins it with its first letter, which may stand behind a space or a quotation mark.
 */
export function opensLongWord(texts: readonly string[]): boolean[] {
  const ends = texts.map((_, index) => texts.slice(0, index + 1).join('').length);
  const words = [...texts.join('').matchAll(/\p{L}+/gu)].filter(([word]) => [...word].length >= LONG);
  return texts.map((text, index) => {
    const end = ends[index] ?? 0;
    return words.some(({ index: start }) => start >= end - text.length && start < end);
  });
}

export const strip = measurement({
  id: 'harbour-strip',
  needs: { own: ownTexts },
  kinds: {
    ...each({ surprisal: 'nats', probability: 'probability', rank: 'rank' }, 'tokens', 'shocks'),
    loudest: { share: 'exact', tokens: 'exact', surprise: 'probability' },
    ...each({ tokens: 'exact', meanSurprisal: 'nats' }, 'longWords', 'restOfTokens'),
  },
  async measure({ own }) {
    const tokens = own.harbour.map(({ text, logprob, rank: place }) => ({
      text,
      surprisal: -logprob,
      probability: Math.exp(logprob),
      rank: place,
    }));
    const order = [...tokens.keys()].sort((a, b) => at(tokens, b).surprisal - at(tokens, a).surprisal);
    const shocks = order
      .slice(0, 6)
      .map((index) => ({ before: wordsBefore(tokens, index, 5), ...at(tokens, index) }));
    const loud = Math.round(LOUDEST * tokens.length);
    const all = compensatedSum(tokens.map((one) => one.surprisal));
    const loudest = compensatedSum(order.slice(0, loud).map((index) => at(tokens, index).surprisal));
    const surprise = all === 0 ? 0 : loudest / all;
    const pale = tokens.filter(({ surprisal }) => surprisal < PALE).length;
    const long = opensLongWord(tokens.map(({ text }) => text));
    const groupOf = (group: readonly { surprisal: number }[]) => ({
      tokens: group.length,
      meanSurprisal: group.length === 0 ? null : mean(group.map((one) => one.surprisal)),
    });
    return {
      longWords: groupOf(tokens.filter((_, index) => long[index])),
      restOfTokens: groupOf(tokens.filter((_, index) => !long[index])),
      tokens,
      shocks,
      loudest: { share: LOUDEST, tokens: loud, surprise },
      colours: either(pale > tokens.length / 2, 'mostly pale', 'mostly not'),
      concentrated: either(surprise > 2 * LOUDEST, 'much', 'little'),
    };
  },
});
