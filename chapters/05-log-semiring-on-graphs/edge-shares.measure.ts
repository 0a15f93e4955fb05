import { measurement } from '#report/measurement';
import { END, START } from './map.ts';
import { edgeShares, map } from './paths.ts';

/** The edges on paths from S to z, each with its share of their total. */
export const sharesOfMap = measurement({
  id: 'shares-of-map',
  kinds: { edges: { share: 'float64' } },
  async measure() {
    return { end: END, edges: edgeShares(map, START, END).filter(({ share }) => share > 0) };
  },
});
