import { allPaths, type Graph, graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { measurement } from '#report/measurement';
import { END, ENDS, MAP_GRAPH, product, START, written } from './map.ts';

const COMPARED = [1, 0.5, 0.1];

/** The map with the steps out of each node divided by a temperature and normalised, as a language model's are. */
export function coolEachStep(temperature: number): Graph {
  const cooled = MAP_GRAPH.edges.map((edge) => ({ ...edge, weight: edge.weight ** (1 / temperature) }));
  return graphOf(
    cooled.map((edge) => {
      const siblings = cooled.filter(({ from }) => from === edge.from);
      return { ...edge, weight: edge.weight / siblings.reduce((sum, { weight }) => sum + weight, 0) };
    }),
  );
}

/** All paths of a graph to some ends, with p^(1/T) as the share of all. */
function pathShares(graph: Graph, ends: readonly string[], temperature: number) {
  const paths = allPaths(graph, START, ends).map((edges) => ({
    path: written(edges),
    p: product(edges) ** (1 / temperature),
  }));
  const total = paths.reduce((sum, { p }) => sum + p, 0);
  return paths.map(({ path, p }) => ({ path, p: p / total })).sort((a, b) => b.p - a.p);
}

/** The most probable path when each step is cooled and when whole paths are, and the best path's share of those to z. */
export function twoWaysToCool(temperature: number) {
  return {
    temperature,
    steps: at(pathShares(coolEachStep(temperature), ENDS, 1), 0),
    paths: at(pathShares(MAP_GRAPH, ENDS, temperature), 0),
    gradient: at(pathShares(MAP_GRAPH, [END], temperature), 0),
  };
}

const PATH = { p: 'float64' } as const;

export const cooling = measurement({
  id: 'two-temperatures',
  kinds: { rows: { temperature: 'exact', steps: PATH, paths: PATH, gradient: PATH } },
  async measure() {
    return { rows: COMPARED.map(twoWaysToCool) };
  },
});
