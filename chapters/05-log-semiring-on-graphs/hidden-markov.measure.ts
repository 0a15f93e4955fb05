import { each, either, measurement } from '#report/measurement';
import { inferred, trellisOf } from './hidden-markov-model.ts';

type Feeling = 'normal' | 'cold' | 'dizzy';

export const FEVER = {
  start: { H: 0.6, F: 0.4 },
  move: { H: { H: 0.7, F: 0.3 }, F: { H: 0.4, F: 0.6 } },
  sign: {
    H: { normal: 0.5, cold: 0.4, dizzy: 0.1 },
    F: { normal: 0.1, cold: 0.3, dizzy: 0.6 },
  },
};
/** The most probable states of single days are not the most probable path. */
export const FELT: Feeling[] = ['normal', 'dizzy', 'cold'];

/** Everything that the chapter says of the three days. */
export const hiddenMarkov = measurement({
  id: 'hidden-markov-model',
  kinds: {
    edges: each('float64', 'weight', 'share'),
    days: { day: 'exact', ...each('float64', 'fever', 'healthy') },
    ...each('float64', 'total', 'bestShare', 'dailyShare', 'fallsIll', 'staysIll', 'onset'),
  },
  async measure() {
    const { total, states, bestShare, edges, shareOf, shareOfPath } = inferred(trellisOf(FEVER, FELT));
    const share = (from: string, to: string) =>
      edges.find((edge) => edge.from === from && edge.to === to)?.share ?? Number.NaN;
    const days = FELT.map((feeling, index) => {
      const day = index + 1;
      return { day, feeling: feeling as string, fever: shareOf(`F${day}`), healthy: shareOf(`H${day}`) };
    });
    /** The more probable state of each day. */
    const daily = days.map(({ fever, healthy }): string => (fever > healthy ? 'F' : 'H'));
    return {
      edges: edges.map(({ isOnBest, ...edge }) => ({ ...edge, onBest: either(isOnBest, 'yes', 'no') })),
      ...{ days, states, total, bestShare, daily },
      dailyShare: shareOfPath(daily),
      fallsIll: share('H1', 'F2'),
      staysIll: share('F1', 'F2'),
      /** The weight of the edge from H1 to F2. */
      onset: FEVER.move.H.F * FEVER.sign.F.dizzy,
    };
  },
});
