import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';
import { END, START } from './map.ts';
import { edgeShares, log, map, pass } from './paths.ts';

/** The edges on paths from S to z, each with its share of their total. */
export const sharesOfMap = measurement({
  id: 'shares-of-map',
  kinds: {
    ...each({ share: 'float64' }, 'edges', 'first'),
    ...each('float64', 'through', 'total'),
  },
  async measure() {
    const edges = edgeShares(map, START, END).filter(({ share }) => share > 0);
    const first = at(edges, 0);
    const total = Math.exp(pass(map, START, log).get(END) ?? Number.NaN);
    return {
      end: END,
      edges,
      first,
      total,
      through: first.share * total,
    };
  },
});
