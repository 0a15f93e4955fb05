import fc from 'fast-check';
import type { Graph, WeightedEdge } from '#numerics/graph';

const NAMES = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];

/** Graphs without cycles from A to G, parallel edges included; edges and nodes in shuffled order. */
export function graphs(weight: fc.Arbitrary<number>): fc.Arbitrary<Graph> {
  const edge: fc.Arbitrary<WeightedEdge> = fc
    .record({ one: fc.nat(NAMES.length - 1), other: fc.nat(NAMES.length - 1), weight })
    .filter(({ one, other }) => one !== other)
    .map(({ one, other, weight: w }) => ({
      from: NAMES[Math.min(one, other)] ?? '',
      to: NAMES[Math.max(one, other)] ?? '',
      weight: w,
    }));
  return fc
    .record({
      nodes: fc.shuffledSubarray(NAMES, { minLength: NAMES.length }),
      edges: fc.array(edge, { minLength: 1, maxLength: 14 }),
    })
    .map(({ nodes, edges }) => ({ nodes, edges }));
}

/** All paths as lists of edges, by following every edge: written without the code under test. */
export function walks<E extends WeightedEdge>(edges: readonly E[], from: string, to: string): E[][] {
  const found: E[][] = from === to ? [[]] : [];
  for (const edge of edges) {
    if (edge.from === from) for (const rest of walks(edges, edge.to, to)) found.push([edge, ...rest]);
  }
  return found;
}
