import { each, either, measurement } from '#report/measurement';
import { begin, type Feeling, feel, move, states, trellisOf } from './hidden-markov-trellis.ts';
import { takes } from './map.ts';
import { edgeShares, log, maxPlus, pass } from './paths.ts';

export const FELT: Feeling[] = ['cold', 'cold', 'dizzy'];
const NAMES = { H: 'healthy', F: 'fever' };

/** Everything that the chapter says of the three days, by the code that it shows. */
export const hiddenMarkov = measurement({
  id: 'hidden-markov-model',
  kinds: {
    states: each('exact', 'begin', 'healthy', 'fever', 'normal', 'cold', 'dizzy'),
    edges: { share: 'float64' },
    days: { day: 'exact', ...each('float64', 'filtered', 'smoothed') },
    ...each('float64', 'total', 'bestShare', 'firstDay', 'secondDay'),
  },
  async measure() {
    const trellis = trellisOf(FELT);
    const forward = pass(trellis, 'S', log);
    const total = forward.get('END') ?? Number.NaN;
    const best = pass(trellis, 'S', maxPlus).get('END') ?? { path: '', logprob: Number.NaN };
    const shares = edgeShares(trellis, 'S', 'END');
    const shareInto = (node: string, from = '') =>
      shares
        .filter((edge) => edge.to === node && edge.from.startsWith(from))
        .reduce((sum, { share }) => sum + share, 0);
    const path = `S${best.path}`;
    return {
      states: states.map((state) => ({
        name: NAMES[state],
        begin: begin[state],
        healthy: move[state].H,
        fever: move[state].F,
        ...feel[state],
      })),
      edges: shares.map((edge) => ({ ...edge, onBest: either(takes(path, edge), 'yes', 'no') })),
      days: FELT.map((feeling, index) => {
        const day = index + 1;
        const [healthy, feverish] = states.map((state) =>
          Math.exp(forward.get(`${state}${day}`) ?? Number.NaN),
        );
        return {
          day,
          feeling: feeling as string,
          filtered: (feverish ?? Number.NaN) / ((healthy ?? Number.NaN) + (feverish ?? Number.NaN)),
          smoothed: shareInto(`F${day}`),
        };
      }),
      path,
      total: Math.exp(total),
      bestShare: Math.exp(best.logprob - total),
      /** How probable it is that the fever begins on day 1, and on day 2. */
      firstDay: shareInto('F1'),
      secondDay: shareInto('F2', 'H'),
    };
  },
});
