import { each, measurement } from '#report/measurement';
import { inferred, trellisOf } from './hidden-markov-model.ts';

/** Ice creams that were eaten on hot and on cold days: Eisner's example, with the numbers of Jurafsky and Martin. */
export const ICE_CREAM = {
  start: { H: 0.8, C: 0.2 },
  move: { H: { H: 0.6, C: 0.4 }, C: { H: 0.5, C: 0.5 } },
  sign: { H: { 1: 0.2, 2: 0.4, 3: 0.4 }, C: { 1: 0.5, 2: 0.4, 3: 0.1 } },
};
export const EATEN = [3, 1, 3] as const;

export const iceCream = measurement({
  id: 'ice-cream',
  kinds: {
    ...each('float64', 'hot', 'total', 'bestShare'),
  },
  async measure() {
    const { total, states, bestShare, shareOf } = inferred(trellisOf(ICE_CREAM, EATEN));
    return { total, states, bestShare, hot: EATEN.map((_, index) => shareOf(`H${index + 1}`)) };
  },
});
