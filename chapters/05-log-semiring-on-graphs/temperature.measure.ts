import { allPaths, type Graph, graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { measurement } from '#report/measurement';
import { ENDS, MAP_GRAPH, product, START, written } from './map.ts';

const COLD = 0.1;

/** The map with the steps out of each node divided by a temperature and normalised, as a language model's are. */
export function coolEachStep(temperature: number): Graph {
  const cooled = MAP_GRAPH.edges.map((edge) => ({ ...edge, weight: pow(edge.weight, 1 / temperature) }));
  return graphOf(
    cooled.map((edge) => {
      const siblings = cooled.filter(({ from }) => from === edge.from);
      return { ...edge, weight: edge.weight / siblings.reduce((sum, { weight }) => sum + weight, 0) };
    }),
  );
}

/** All paths of a graph, each with its share if it counts with p^(1/T), the largest first. */
function pathShares(graph: Graph, temperature: number) {
  const paths = allPaths(graph, START, ENDS).map((edges) => ({
    path: written(edges),
    p: pow(product(edges), 1 / temperature),
  }));
  const total = paths.reduce((sum, { p }) => sum + p, 0);
  return paths.map(({ path, p }) => ({ path, p: p / total })).sort((a, b) => b.p - a.p);
}

/** The most probable path when each step is cooled, and when whole paths are. */
export function twoWaysToCool(temperature: number) {
  return {
    temperature,
    steps: at(pathShares(coolEachStep(temperature), 1), 0),
    paths: at(pathShares(MAP_GRAPH, temperature), 0),
  };
}

const PATH = { p: 'float64' } as const;

export const cooling = measurement({
  id: 'two-temperatures',
  kinds: { temperature: 'exact', steps: PATH, paths: PATH },
  async measure() {
    return twoWaysToCool(COLD);
  },
});
