import { each, either, measurement } from '#report/measurement';
import { inferred, trellisOf } from './hidden-markov-model.ts';

type Feeling = 'normal' | 'cold' | 'dizzy';

const FEVER = {
  move: { S: { H: 0.6, F: 0.4 }, H: { H: 0.7, F: 0.3 }, F: { H: 0.4, F: 0.6 } },
  sign: {
    H: { normal: 0.5, cold: 0.4, dizzy: 0.1 },
    F: { normal: 0.1, cold: 0.3, dizzy: 0.6 },
  },
};
export const FELT: Feeling[] = ['cold', 'cold', 'dizzy'];

/** Everything that the chapter says of the three days. */
export const hiddenMarkov = measurement({
  id: 'hidden-markov-model',
  kinds: {
    edges: { share: 'float64' },
    days: { day: 'exact', ...each('float64', 'smoothed', 'healthy') },
    ...each(
      'float64',
      'total',
      'bestShare',
      'firstDay',
      'secondDay',
      'never',
      'stays',
      'lastStep',
      'relapse',
      'onset',
    ),
  },
  async measure() {
    const { total, path, bestShare, edges, shareOf } = inferred(trellisOf(FEVER, FELT));
    const share = (from: string, to: string) =>
      edges.find((edge) => edge.from === from && edge.to === to)?.share ?? Number.NaN;
    const lastStep = share('H2', 'F3');
    return {
      edges: edges.map(({ isOnBest, ...edge }) => ({ ...edge, onBest: either(isOnBest, 'yes', 'no') })),
      days: FELT.map((feeling, index) => {
        const day = index + 1;
        return {
          ...{ day, feeling: feeling as string },
          ...{ smoothed: shareOf(`F${day}`), healthy: shareOf(`H${day}`) },
        };
      }),
      ...{ path, total, bestShare },
      /** How probable it is that the fever begins on day 1 and on day 2. */
      firstDay: share('S', 'F1'),
      secondDay: share('H1', 'F2'),
      stays: share('F1', 'F2'),
      /** The weight of the edge from H1 to F2. */
      onset: FEVER.move.H.F * FEVER.sign.F.cold,
      lastStep,
      /** The path that takes the last step of the best one after a fever on day 1. */
      relapse: lastStep - bestShare,
    };
  },
});
