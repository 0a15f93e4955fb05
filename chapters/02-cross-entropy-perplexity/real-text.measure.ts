import { at } from '#numerics/list';
import { each, either, measurement } from '#report/measurement';
import { wordsBefore } from './lists.ts';
import { ownTexts } from './texts.measure.ts';

/** Below this many nats a token is hardly coloured. */
const PALE = 4;

export const strip = measurement({
  id: 'harbour-strip',
  needs: { own: ownTexts },
  kinds: {
    ...each({ surprisal: 'nats', probability: 'probability', rank: 'rank' }, 'tokens', 'shocks'),
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
    const pale = tokens.filter(({ surprisal }) => surprisal < PALE).length;
    return {
      tokens,
      shocks,
      colours: either(pale > tokens.length / 2, 'mostly pale', 'mostly not'),
    };
  },
});
