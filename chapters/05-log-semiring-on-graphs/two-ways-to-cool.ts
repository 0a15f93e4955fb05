import { allPaths, type Graph, graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { arrows, ENDS, FIRST_GRAPH, START } from './graphs.ts';

/** What p becomes at a temperature, before the weights are made to add up to one again. */
const cooled = (p: number, temperature: number): number => p ** (1 / temperature);

/** The first graph with the steps out of each node cooled, as a model's next-token odds are. */
export function coolEachStep(temperature: number): Graph {
  return graphOf(
    FIRST_GRAPH.edges.map((edge) => {
      const siblings = FIRST_GRAPH.edges.filter(({ from }) => from === edge.from);
      const whole = siblings.reduce((sum, { weight }) => sum + cooled(weight, temperature), 0);
      return { ...edge, weight: cooled(edge.weight, temperature) / whole };
    }),
  );
}

/** The paths of the first graph, the likeliest first, when each step is cooled and when whole paths are. */
export function twoWaysToCool(temperature: number) {
  const probabilities = (graph: Graph) =>
    allPaths(graph, START, ENDS).map((edges) => ({
      path: arrows(edges.map(({ to }) => to)),
      overA: edges.some(({ to }) => to === 'A'),
      p: edges.reduce((product, { weight }) => product * weight, 1),
    }));
  const summed = (paths: ReturnType<typeof probabilities>) => paths.reduce((sum, { p }) => sum + p, 0);
  const paths = probabilities(FIRST_GRAPH).map((path) => ({ ...path, p: cooled(path.p, temperature) }));
  const [first, whole] = [probabilities(coolEachStep(temperature)), summed(paths)];
  const told = (all: typeof paths) => {
    const best = at(
      [...all].sort((a, b) => b.p - a.p),
      0,
    );
    return { path: best.path, p: best.p, overA: summed(all.filter(({ overA }) => overA)) };
  };
  return {
    temperature,
    steps: told(first),
    paths: told(paths.map((path) => ({ ...path, p: path.p / whole }))),
  };
}
