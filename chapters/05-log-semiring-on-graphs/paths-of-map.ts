import { type Graph, graphOf } from '#numerics/graph';

/** From, to, probability: as the program that the chapter shows lists edges. */
export type Edge = readonly [from: string, to: string, p: number];

export const START = 'S';
export const ENDS = ['x', 'y', 'z'];
/** The end whose paths the chapter follows. */
export const END = 'z';

export const map: readonly Edge[] = [
  ['S', 'A', 0.4],
  ['S', 'B', 0.35],
  ['S', 'C', 0.25],
  ['A', 'x', 0.5],
  ['A', 'y', 0.1],
  ['A', 'z', 0.4],
  ['B', 'y', 0.8],
  ['B', 'z', 0.2],
  ['C', 'x', 0.3],
  ['C', 'z', 0.7],
];

export const graphFrom = (edges: readonly Edge[]): Graph =>
  graphOf(edges.map(([from, to, weight]) => ({ from, to, weight })));

export const MAP_GRAPH = graphFrom(map);
