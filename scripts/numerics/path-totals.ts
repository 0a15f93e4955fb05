import { assertNode, components, type Edge, edgesLeaving, type Graph, reachable } from './graph.ts';
import { at } from './list.ts';
import { logSumExp } from './log-sum-exp.ts';
import { matrixStar } from './matrix-star.ts';
import { plusAll, type Semiring } from './semiring-interface.ts';
import { logSemiring } from './standard-semirings.ts';

/**
 * For every node, the ⊕ over all paths from the start of the ⊗ over the edges of the path, in one walk over the edges.
 * Paths may go round a cycle any number of times (`matrixStar`). Throws a RangeError on an unknown start or node, and
 * where the sum over the rounds of a cycle has no end or the semiring no closure.
 */
// #region path-totals
export function pathTotals<Weight, E extends Edge>(
  graph: Graph<E>,
  semiring: Semiring<Weight>,
  weightOf: (edge: E) => Weight,
  start: string | readonly string[],
): Map<string, Weight> {
  // No path leads anywhere yet, except the empty one that stays where it starts.
  const totals = new Map(graph.nodes.map((node) => [node, semiring.zero]));
  const totalAt = (node: string): Weight => totals.get(node) ?? semiring.zero;
  const starts = [start].flat();
  for (const node of starts) {
    assertNode(graph, node, 'start');
    totals.set(node, semiring.one);
  }

  // What leads to a component is complete before the component is looked at; without cycles each is one node.
  const leaving = edgesLeaving(graph);
  const reached = reachable(leaving, starts);
  for (const nodes of components(graph)) {
    if (!nodes.some((node) => reached.has(node))) continue;
    const edges = nodes.flatMap((node) => leaving.get(node) ?? []);
    const inside = edges.filter(({ to }) => nodes.includes(to));
    if (inside.length > 0) goRound(nodes, inside, semiring, weightOf, totals);
    for (const edge of edges) {
      if (inside.includes(edge)) continue;
      const through = semiring.times(totalAt(edge.from), weightOf(edge));
      totals.set(edge.to, semiring.plus(totalAt(edge.to), through));
    }
  }
  return totals;
}
// #endregion path-totals

/** Completes the totals of the nodes of a component: what came in so far, and then any number of rounds. */
function goRound<Weight, E extends Edge>(
  nodes: readonly string[],
  inside: readonly E[],
  semiring: Semiring<Weight>,
  weightOf: (edge: E) => Weight,
  totals: Map<string, Weight>,
): void {
  const step = (from: string, to: string): Weight => {
    const edges = inside.filter((edge) => edge.from === from && edge.to === to);
    return plusAll(semiring, edges.map(weightOf));
  };
  const matrix = nodes.map((from) => nodes.map((to) => step(from, to)));
  try {
    const star = matrixStar(semiring, matrix);
    const came = nodes.map((node) => totals.get(node) ?? semiring.zero);
    for (const [end, node] of nodes.entries()) {
      const ways = came.map((weight, start) => semiring.times(weight, at(at(star, start), end)));
      totals.set(node, plusAll(semiring, ways));
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`the cycle through ${nodes.join(', ')} has no total: ${error.message}`);
  }
}

/**
 * The share of all paths, by weight, that goes through each edge and each node (forward-backward). On a cycle it is how
 * often the paths do so on average, which may be more than once. Weights and shares are given as logarithms, in nats.
 * Throws a RangeError when no path leads from the start to an end, and as `pathTotals` does.
 */
export function edgeMarginals<E extends Edge>(
  graph: Graph<E>,
  logWeightOf: (edge: E) => number,
  start: string | readonly string[],
  ends: string | readonly string[],
) {
  const forward = pathTotals(graph, logSemiring, logWeightOf, start);
  for (const end of [ends].flat()) assertNode(graph, end, 'end');
  const edges = graph.edges.map((edge) => ({ from: edge.to, to: edge.from, edge }));
  const mirrored = { nodes: graph.nodes, edges };
  const backward = pathTotals(mirrored, logSemiring, ({ edge }) => logWeightOf(edge), ends);
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
