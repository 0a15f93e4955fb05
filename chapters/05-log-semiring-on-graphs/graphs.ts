import type { Edge, Graph, WeightedEdge } from '#numerics/graph';
import { graphOf } from '#numerics/graph';
import type { ScoredPath } from '#numerics/path-semirings';
import { maxPlusSemiring, step } from '#numerics/path-semirings';
import { edgePosteriors, pathTotals } from '#numerics/path-totals';
import { plusAll } from '#numerics/semiring';

/** The small graphs of the chapter; their weights are probabilities. */

const edge = (from: string, to: string, weight: number): WeightedEdge => ({ from, to, weight });

export const START = 'S';
export const ENDS = ['x', 'y', 'z'];

/** Five paths from S to three ends; the greedy path is not the best one. */
export const FIRST_GRAPH: Graph = graphOf([
  edge('S', 'A', 0.6),
  edge('S', 'B', 0.4),
  edge('A', 'x', 0.4),
  edge('A', 'y', 0.3),
  edge('A', 'z', 0.3),
  edge('B', 'x', 0.9),
  edge('B', 'z', 0.1),
]);

/** The greedy path, the best path and the likeliest end all differ. */
export const SECOND_GRAPH: Graph = graphOf([
  edge('S', 'A', 0.4),
  edge('S', 'B', 0.35),
  edge('S', 'C', 0.25),
  edge('A', 'x', 0.5),
  edge('A', 'y', 0.1),
  edge('A', 'z', 0.4),
  edge('B', 'y', 0.8),
  edge('B', 'z', 0.2),
  edge('C', 'x', 0.3),
  edge('C', 'z', 0.7),
]);

/** The log-weight of an edge that carries a probability. */
export const logWeight = ({ weight }: WeightedEdge): number => Math.log(weight);

/** A path as a reader sees it: "S→A→x". */
export const arrows = (path: readonly string[], start = START): string => [start, ...path].join('→');

/** Whether an edge lies on a path that begins at `start`. */
export function isOn(path: readonly string[], { from, to }: Edge, start = START): boolean {
  return [start, ...path].some((name, index, all) => name === from && all[index + 1] === to);
}

/** Each edge with its share of the total of all paths from S to the ends, and whether the best of them takes it. */
export function sharesOfEdges(graph: Graph, ends: readonly string[]) {
  const best = bestPathTo(graph, ends);
  return edgePosteriors(graph, logWeight, START, ends).edges.map(({ edge: one, logPosterior }) => {
    const onBest: 'yes' | 'no' = isOn(best.path, one) ? 'yes' : 'no';
    return { ...one, share: Math.exp(logPosterior), onBest };
  });
}

/** The best path from S to any of the ends. */
export function bestPathTo(graph: Graph, ends: readonly string[]): ScoredPath {
  const totals = pathTotals(graph, maxPlusSemiring, (one) => step(logWeight(one), one.to), START);
  return plusAll(
    maxPlusSemiring,
    ends.map((end) => totals.get(end) ?? maxPlusSemiring.zero),
  );
}
