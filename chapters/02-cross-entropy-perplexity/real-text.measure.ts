import { at } from '#numerics/list';
import { compensatedSum, mean } from '#numerics/sum';
import { each, either, measurement } from '#report/measurement';
import { wordsBefore } from './lists.ts';
import { ownTexts } from './texts.measure.ts';

/** A token that opens a word of at least four letters. */
const LONG_WORD = /^ \p{L}{4,}$/u;
/** The share of the tokens, the most surprising first, whose part of the surprise is told. */
const LOUDEST = 0.1;
/** Below this many nats a token is hardly coloured. */
const PALE = 4;

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
    const opensLongWord = ({ text }: { text: string }) => LONG_WORD.test(text);
    const groupOf = (group: readonly { surprisal: number }[]) => ({
      tokens: group.length,
      meanSurprisal: group.length === 0 ? null : mean(group.map((one) => one.surprisal)),
    });
    return {
      longWords: groupOf(tokens.filter(opensLongWord)),
      restOfTokens: groupOf(tokens.filter((one) => !opensLongWord(one))),
      tokens,
      shocks,
      loudest: { share: LOUDEST, tokens: loud, surprise },
      colours: either(pale > tokens.length / 2, 'mostly pale', 'mostly not'),
      concentrated: either(surprise > 2 * LOUDEST, 'much', 'little'),
    };
  },
});
