import type { Graph, WeightedEdge } from '#numerics/graph';
import { graphOf } from '#numerics/graph';

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
