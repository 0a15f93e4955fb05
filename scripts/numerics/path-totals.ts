import { assertNode, type Edge, edgesLeaving, type Graph, topologicalOrder } from './graph.ts';
import { logSumExp } from './log-sum-exp.ts';
import { mirrored, type Semiring } from './semiring.ts';
import { logSemiring } from './semirings.ts';

/**
 * For every node, the ⊕ over all paths that lead there from the start of the ⊗ over the edges of the path: in a single
 * walk over the edges, however many paths there are. Several starts count as one that leads to each of them at no
 * cost. Throws a RangeError on an unknown start or node and on a cycle.
 */
// #region path-totals
export function pathTotals<Weight, E extends Edge>(
  graph: Graph<E>,
  semiring: Semiring<Weight>,
  weightOf: (edge: E) => Weight,
  start: string | readonly string[],
): Map<string, Weight> {
  const totals = new Map<string, Weight>();
  const totalAt = (node: string): Weight => totals.get(node) ?? semiring.zero;

  // No path leads anywhere yet, except the empty one that stays where it starts.
  for (const node of graph.nodes) totals.set(node, semiring.zero);
  for (const node of [start].flat()) {
    assertNode(graph, node, 'start');
    totals.set(node, semiring.one);
  }

  // In topological order a node's total is complete before any edge carries it on.
  const leaving = edgesLeaving(graph);
  for (const node of topologicalOrder(graph)) {
    for (const edge of leaving.get(node) ?? []) {
      const through = semiring.times(totalAt(node), weightOf(edge));
      totals.set(edge.to, semiring.plus(totalAt(edge.to), through));
    }
  }
  return totals;
}
// #endregion path-totals

/**
 * For every node, the ⊕ over all paths from there to any of the ends: the same walk over the graph's mirror image.
 * Throws a RangeError on an unknown end or node and on a cycle.
 */
export function totalsToEnds<Weight, E extends Edge>(
  graph: Graph<E>,
  semiring: Semiring<Weight>,
  weightOf: (edge: E) => Weight,
  ends: string | readonly string[],
): Map<string, Weight> {
  for (const end of [ends].flat()) assertNode(graph, end, 'end');
  topologicalOrder(graph); // names a cycle by its own edges, not the mirrored ones
  const edges = graph.edges.map((edge) => ({ from: edge.to, to: edge.from, edge }));
  return pathTotals({ nodes: graph.nodes, edges }, mirrored(semiring), ({ edge }) => weightOf(edge), ends);
}

/** What forward and backward totals say together; everything in nats. */
export interface Marginals<E extends Edge> {
  /** ln of the weight of all paths from the start to the ends. */
  readonly logTotal: number;
  /** For each edge, in the graph's order: ln of the share of the paths through it, by weight. */
  readonly edges: readonly { readonly edge: E; readonly logPosterior: number }[];
  /** For each node: ln of the share of the paths through it. */
  readonly nodes: ReadonlyMap<string, number>;
}

/**
 * The share of all paths, by weight, that goes through each edge and each node: what leads there, times what leads on,
 * over the whole (forward-backward). `logWeightOf` gives log-weights, which need not be those of probabilities. Throws
 * a RangeError when no path leads from the start to an end, and on an unknown start, end or node and on a cycle.
 *
 * Source: L. E. Baum, "An inequality and associated maximization technique in statistical estimation for
 * probabilistic functions of Markov processes", Inequalities 3 (1972).
 */
// #region edge-marginals
export function edgeMarginals<E extends Edge>(
  graph: Graph<E>,
  logWeightOf: (edge: E) => number,
  start: string | readonly string[],
  ends: string | readonly string[],
): Marginals<E> {
  const forward = pathTotals(graph, logSemiring, logWeightOf, start);
  const backward = totalsToEnds(graph, logSemiring, logWeightOf, ends);
  const to = (node: string) => forward.get(node) ?? logSemiring.zero;
  const onward = (node: string) => backward.get(node) ?? logSemiring.zero;

  const logTotal = logSumExp([...new Set([ends].flat())].map(to));
  if (logTotal === logSemiring.zero) throw new RangeError('no path leads from the start to an end');
  return {
    logTotal,
    edges: graph.edges.map((edge) => ({
      edge,
      logPosterior: to(edge.from) + logWeightOf(edge) + onward(edge.to) - logTotal,
    })),
    nodes: new Map(graph.nodes.map((node) => [node, to(node) + onward(node) - logTotal])),
  };
}
// #endregion edge-marginals
