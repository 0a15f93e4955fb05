import { each, either, measurement } from '#report/measurement';
import { type Feeling, trellisOf } from './hidden-markov-model.ts';
import { edgeShares, log, maxPlus, pass } from './map-and-shown-code.ts';
import { takes } from './paths-of-map.ts';

export const FELT: Feeling[] = ['cold', 'cold', 'dizzy'];

/** Everything that the chapter says of the three days, by the code that it shows. */
export const hiddenMarkov = measurement({
  id: 'hidden-markov-model',
  kinds: {
    edges: { share: 'float64' },
    days: { day: 'exact', smoothed: 'float64' },
    ...each('float64', 'total', 'bestShare', 'firstDay', 'secondDay', 'never'),
  },
  async measure() {
    const trellis = trellisOf(FELT);
    const total = pass(trellis, 'S', log).get('END') ?? Number.NaN;
    const best = pass(trellis, 'S', maxPlus).get('END') ?? { path: '', logprob: Number.NaN };
    const shares = edgeShares(trellis, 'S', 'END');
    const shareInto = (node: string, from = '') =>
      shares
        .filter((edge) => edge.to === node && edge.from.startsWith(from))
        .reduce((sum, { share }) => sum + share, 0);

    const withoutFever = trellis.filter(([, to]) => !to.startsWith('F'));
    const healthy = pass(withoutFever, 'S', log).get('END') ?? Number.NaN;
    const path = `S${best.path}`;
    return {
      edges: shares.map((edge) => ({ ...edge, onBest: either(takes(path, edge), 'yes', 'no') })),
      days: FELT.map((feeling, index) => {
        const day = index + 1;
        return { day, feeling: feeling as string, smoothed: shareInto(`F${day}`) };
      }),
      path,
      total: Math.exp(total),
      bestShare: Math.exp(best.logprob - total),
      /** How probable it is that the fever begins on day 1, on day 2, and not at all. */
      firstDay: shareInto('F1'),
      secondDay: shareInto('F2', 'H'),
      never: Math.exp(healthy - total),
    };
  },
});
