import { type Graph, graphOf, type WeightedEdge } from '#numerics/graph';
import { type Edge, map } from './map-and-shown-code.ts';

export const START = 'S';
export const ENDS = ['x', 'y', 'z'];
/** The end whose paths the chapter follows. */
export const END = 'z';

export const graphFrom = (edges: readonly Edge[]): Graph =>
  graphOf(edges.map(([from, to, weight]) => ({ from, to, weight })));

export const MAP_GRAPH = graphFrom(map);

/** The probability of a path. */
export const product = (edges: readonly WeightedEdge[]): number =>
  edges.reduce((p, { weight }) => p * weight, 1);

/** Whether a path, written as "S→A→x", takes an edge. */
export const takes = (path: string, { from, to }: Pick<WeightedEdge, 'from' | 'to'>): boolean =>
  `${path}→`.includes(`${from}→${to}→`);
