import { allPaths, type Graph, graphOf } from '#numerics/graph';
import { measurement } from '#report/measurement';
import { arrows, ENDS, GRAPH, logWeight, product, START } from './graphs.ts';

const COMPARED = [1, 0.5, 0.1];

/** What p becomes at a temperature, before the weights are made to add up to one again. */
const cooled = (p: number, temperature: number): number => Math.exp(Math.log(p) / temperature);

/** The graph with the steps out of each node cooled, as a model's next-token odds are. */
export function coolEachStep(temperature: number): Graph {
  const edges = GRAPH.edges.map((edge) => {
    const siblings = GRAPH.edges.filter(({ from }) => from === edge.from);
    const whole = siblings.reduce((sum, { weight }) => sum + cooled(weight, temperature), 0);
    return { ...edge, weight: Math.exp(logWeight(edge) / temperature) / whole };
  });
  return graphOf(edges);
}

/** The likeliest path when each step is cooled and when whole paths are. */
export function twoWaysToCool(temperature: number) {
  const pathsOf = (graph: Graph) =>
    allPaths(graph, START, ENDS).map((edges) => ({
      path: arrows(edges.map(({ to }) => to)),
      p: product(edges),
    }));
  type Paths = ReturnType<typeof pathsOf>;
  const likeliest = (paths: Paths) => paths.reduce((best, one) => (one.p > best.p ? one : best));
  const paths = pathsOf(GRAPH).map((path) => ({ ...path, p: cooled(path.p, temperature) }));
  const whole = paths.reduce((total, { p }) => total + p, 0);
  return {
    temperature,
    steps: likeliest(pathsOf(coolEachStep(temperature))),
    paths: likeliest(paths.map((path) => ({ ...path, p: path.p / whole }))),
  };
}

export const cooling = measurement({
  id: 'sum-to-max',
  kinds: { ways: { temperature: 'exact', steps: { p: 'float64' }, paths: { p: 'float64' } } },
  async measure() {
    return { ways: COMPARED.map(twoWaysToCool) };
  },
});
