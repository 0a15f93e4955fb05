import { allPaths, type Graph, graphOf } from '#numerics/graph';
import { at } from '#numerics/list';
import { pow } from '#numerics/pow';
import { temperedSemiring } from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';
import {
  arrows,
  bestPathTo,
  ENDS,
  FIRST_GRAPH,
  logWeight,
  product,
  START,
  sharesOfEdges,
  totalAt,
} from './graphs.ts';

/** What the control of the figure can choose: 0.1, 0.2 … 2. */
const TEMPERATURES = Array.from({ length: 20 }, (_, index) => (index + 1) / 10);
/** What the figure shows unless told, beside a temperature of one. */
const COLD = 0.1;
const TABLED = [2, 1, 0.5, 0.2, 0.1, 0.01];
const COMPARED = [1, 0.5, COLD];
/** From .01 to 2, equally spaced on a logarithmic axis. */
const GRID = Array.from({ length: 47 }, (_, index) => 0.01 * pow(200, index / 46));

/** The total of the first graph's paths at a temperature, the same dynamic programme in another semiring. */
const cooledTotal = (temperature: number) =>
  totalAt(FIRST_GRAPH, temperedSemiring(temperature), logWeight, ENDS);

/** What all paths but the best one weigh beside it at a temperature, to the last digit: (p / best)^(1/T), added up. */
function othersBesideBest(temperature: number, bestPath: string, bestScore: number): number {
  return allPaths(FIRST_GRAPH, START, ENDS)
    .filter((edges) => arrows(edges.map(({ to }) => to)) !== bestPath)
    .map((edges) => edges.reduce((sum, edge) => sum + logWeight(edge), 0))
    .reduce((sum, score) => sum + Math.exp((score - bestScore) / temperature), 0);
}

/** What p becomes at a temperature, before the weights are made to add up to one again. */
const cooled = (p: number, temperature: number): number => pow(p, 1 / temperature);

/** The first graph with the steps out of each node cooled, as a model's next-token odds are. */
export function coolEachStep(temperature: number): Graph {
  const edges = FIRST_GRAPH.edges.map((edge) => {
    const siblings = FIRST_GRAPH.edges.filter(({ from }) => from === edge.from);
    const whole = siblings.reduce((sum, { weight }) => sum + cooled(weight, temperature), 0);
    return { ...edge, weight: cooled(edge.weight, temperature) / whole };
  });
  return graphOf(edges);
}

/** The likeliest path of the first graph and what goes through A, when each step is cooled and when whole paths are. */
export function twoWaysToCool(temperature: number) {
  const pathsOf = (graph: Graph) =>
    allPaths(graph, START, ENDS).map((edges) => ({
      path: arrows(edges.map(({ to }) => to)),
      overA: edges.some(({ to }) => to === 'A'),
      p: product(edges),
    }));
  type Paths = ReturnType<typeof pathsOf>;
  const sum = (paths: Paths) => paths.reduce((total, { p }) => total + p, 0);
  const told = (paths: Paths) => {
    const { path, p } = paths.reduce((best, one) => (one.p > best.p ? one : best));
    return { path, p, overA: sum(paths.filter(({ overA }) => overA)) };
  };
  const paths = pathsOf(FIRST_GRAPH).map((path) => ({ ...path, p: cooled(path.p, temperature) }));
  const whole = sum(paths);
  return {
    temperature,
    steps: told(pathsOf(coolEachStep(temperature))),
    paths: told(paths.map((path) => ({ ...path, p: path.p / whole }))),
  };
}

export const cooling = measurement({
  id: 'sum-to-max',
  kinds: {
    ...each('exact', 'cold', 'paths'),
    ...each('float64', 'coldShare', 'bestScore'),
    edges: { temperature: 'exact', weight: 'exact', share: 'float64' },
    rows: { temperature: 'exact', ...each('float64', 'total', 'aboveBest', 'bestShare', 'otherShare') },
    ways: { temperature: 'exact', ...each({ p: 'float64', overA: 'float64' }, 'steps', 'paths') },
    curve: { temperature: 'exact', total: 'float64' },
  },
  async measure() {
    const best = bestPathTo(FIRST_GRAPH, ENDS);
    const ways = COMPARED.map(twoWaysToCool);
    const coldest = at(ways, ways.length - 1);
    return {
      cold: COLD,
      coldShare: coldest.paths.p,
      ways,
      parted: either(coldest.steps.path === coldest.paths.path, 'no', 'yes'),
      edges: TEMPERATURES.flatMap((temperature) => {
        const edges = sharesOfEdges(FIRST_GRAPH, ENDS, (edge) => logWeight(edge) / temperature);
        return edges.map((edge) => ({ temperature, ...edge }));
      }),
      rows: TABLED.map((temperature) => {
        const others = othersBesideBest(temperature, arrows(best.path), best.score);
        return {
          temperature,
          total: cooledTotal(temperature),
          aboveBest: temperature * Math.log1p(others),
          bestShare: 1 / (1 + others),
          otherShare: others / (1 + others),
        };
      }),
      curve: GRID.map((temperature) => ({ temperature, total: cooledTotal(temperature) })),
      best: arrows(best.path),
      bestScore: best.score,
      paths: allPaths(FIRST_GRAPH, START, ENDS).length,
    };
  },
});
