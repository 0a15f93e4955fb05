import { type Edge, type Graph, graphOf, type WeightedEdge } from '#numerics/graph';
import { maxPlusSemiring, type ScoredPath, step } from '#numerics/path-semirings';
import { edgeMarginals, pathTotals } from '#numerics/path-totals';
import { plusAll, type Semiring } from '#numerics/semiring';
import { either } from '#report/measurement';

/** The small graphs of the chapter; their weights are probabilities. */

const stepsFrom = (from: string, weights: Readonly<Record<string, number>>): WeightedEdge[] =>
  Object.entries(weights).map(([to, weight]) => ({ from, to, weight }));

export const START = 'S';
export const ENDS = ['x', 'y', 'z'];

/** Likeliest step, likeliest path and likeliest end part ways: greedy ends in x, the best path in y, most paths in z. */
export const GRAPH: Graph = graphOf([
  ...stepsFrom('S', { A: 0.4, B: 0.35, C: 0.25 }),
  ...stepsFrom('A', { x: 0.5, y: 0.1, z: 0.4 }),
  ...stepsFrom('B', { y: 0.8, z: 0.2 }),
  ...stepsFrom('C', { x: 0.3, z: 0.7 }),
]);

/** The log-weight of an edge that carries a probability. */
export const logWeight = ({ weight }: WeightedEdge): number => Math.log(weight);
/** The edge as a path of one step, scored by its log-probability. */
export const stepOf = (edge: WeightedEdge): ScoredPath => step(logWeight(edge), edge.to);

/** How likely a path is. */
export const product = (edges: readonly WeightedEdge[]): number =>
  edges.reduce((p, { weight }) => p * weight, 1);

/** A path as a reader sees it: "S→A→x". */
export const arrows = (path: readonly string[]): string => [START, ...path].join('→');

/** Whether an edge lies on a path that begins at `start`. */
export function isOn(path: readonly string[], { from, to }: Edge, start = START): boolean {
  return [start, ...path].some((name, index, all) => name === from && all[index + 1] === to);
}

/** The ⊕ of the totals of some ends. */
export function sumAt<Weight>(
  semiring: Semiring<Weight>,
  totals: ReadonlyMap<string, Weight>,
  ends: readonly string[],
): Weight {
  const atEnds = ends.map((end) => totals.get(end) ?? semiring.zero);
  return plusAll(semiring, atEnds);
}

/** The total of all paths from the start to any of the ends. */
export function totalAt<Weight, E extends Edge>(
  graph: Graph<E>,
  semiring: Semiring<Weight>,
  weightOf: (edge: E) => Weight,
  ends: readonly string[],
  start = START,
): Weight {
  return sumAt(semiring, pathTotals(graph, semiring, weightOf, start), ends);
}

/** The best path from S to any of the ends. */
export const bestPathTo = (graph: Graph, ends: readonly string[]): ScoredPath =>
  totalAt(graph, maxPlusSemiring, stepOf, ends);

/** Each edge with its share of the total of all paths from S to the ends, and whether the best of them takes it. */
export function sharesOfEdges(graph: Graph, ends: readonly string[], weightOf = logWeight) {
  const { path } = bestPathTo(graph, ends);
  return edgeMarginals(graph, weightOf, START, ends).edges.map(({ edge, logPosterior }) => ({
    ...edge,
    share: Math.exp(logPosterior),
    onBest: either(isOn(path, edge), 'yes', 'no'),
  }));
}
