import { pathTotals } from '#numerics/path-totals';
import { probabilitySemiring } from '#numerics/standard-semirings';
import { each, measurement } from '#report/measurement';
import { END, graphFrom, MAP_GRAPH, map, START } from './paths-of-map.ts';

const RETURN = 'x';
/** A walk that reaches x starts again. */
const MAP_WITH_RETURN = graphFrom([...map, [RETURN, START, 1]]);

export const cycles = measurement({
  id: 'map-with-return',
  kinds: { rounds: { probability: 'float64' }, ...each('float64', 'returns', 'visits', 'reaches') },
  async measure() {
    const weigh = ({ weight }: { weight: number }) => weight;
    const totalsOf = (graph: typeof MAP_WITH_RETURN) => pathTotals(graph, probabilitySemiring, weigh, START);
    const [once, totals] = [totalsOf(MAP_GRAPH), totalsOf(MAP_WITH_RETURN)];
    return {
      /** The nodes before x, and how probable it is to reach x through each. */
      rounds: map
        .filter(([, to]) => to === RETURN)
        .map(([via, , p]) => ({ via, probability: p * (once.get(via) ?? Number.NaN) })),
      returns: once.get(RETURN) ?? Number.NaN,
      visits: totals.get(START) ?? Number.NaN,
      reaches: totals.get(END) ?? Number.NaN,
    };
  },
});
