import type { Edge, Graph, WeightedEdge } from '#numerics/graph';
import { edgeMarginals, pathTotals, totalsToEnds } from '#numerics/path-totals';
import { plusAll } from '#numerics/semiring';
import { logSemiring, probabilitySemiring } from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';
import { ENDS, FIRST_GRAPH, logWeight, START, sharesOfEdges } from './graphs.ts';

const NUDGE = 1e-5;
const SHOWN_END = 'z';
/** The edge whose share is worked out in the text. */
const SHOWN_EDGE = { from: 'A', to: 'z' };
const OBSERVATIONS = [...ENDS.map((end) => ({ end, ends: [end] })), { end: 'any', ends: ENDS }];

/** How the log total answers a nudge of one edge's log-weight, all others kept: its slope by central differences. */
// #region slope-of-log-total
export function slopeOfLogTotal(graph: Graph, edgeIndex: number, ends: readonly string[]): number {
  const logTotal = (nudge: number): number => {
    const nudges = new Map([[graph.edges[edgeIndex], nudge]]);
    const totals = pathTotals(graph, logSemiring, (edge) => logWeight(edge) + (nudges.get(edge) ?? 0), START);
    return plusAll(
      logSemiring,
      ends.map((end) => totals.get(end) ?? logSemiring.zero),
    );
  };
  return (logTotal(NUDGE) - logTotal(-NUDGE)) / (2 * NUDGE);
}
// #endregion slope-of-log-total

/** The numbers that the share of one edge is made of, when the walk ended in `end`. */
function partsOfShare(graph: Graph, { from, to }: Edge, end: string) {
  const weightOf = ({ weight }: WeightedEdge): number => weight;
  const forward = pathTotals(graph, probabilitySemiring, weightOf, START);
  const backward = totalsToEnds(graph, probabilitySemiring, weightOf, [end]);
  const weight = graph.edges.find((edge) => edge.from === from && edge.to === to)?.weight ?? Number.NaN;
  const [alpha, beta] = [forward.get(from) ?? 0, backward.get(to) ?? 0];
  const total = forward.get(end) ?? 0;
  return { from, to, alpha, weight, beta, total, share: (alpha * weight * beta) / total };
}

export const observedEnds = measurement({
  id: 'observed-ends',
  kinds: {
    edges: { weight: 'exact', share: 'float64' },
    table: each('float64', 'x', 'y', 'z', 'any'),
    ...each('float64', 'overA', 'overB'),
    priorA: 'exact',
    parts: { weight: 'exact', ...each('float64', 'alpha', 'beta', 'total', 'share') },
    slopes: { posterior: 'float64', slope: 'probability' },
    largestDifference: 'probability',
  },
  async measure() {
    const { nodes, edges } = edgeMarginals(FIRST_GRAPH, logWeight, START, [SHOWN_END]);
    const slopes = edges.map(({ edge: { from, to }, logPosterior }, index) => {
      const slope = slopeOfLogTotal(FIRST_GRAPH, index, [SHOWN_END]);
      return { from, to, posterior: Math.exp(logPosterior), slope };
    });
    const largestDifference = Math.max(...slopes.map(({ posterior, slope }) => Math.abs(posterior - slope)));
    const shares = OBSERVATIONS.map(({ end, ends }) => ({ end, edges: sharesOfEdges(FIRST_GRAPH, ends) }));
    return {
      edges: shares.flatMap(({ end, edges: all }) => all.map((edge) => ({ end, ...edge }))),
      table: FIRST_GRAPH.edges.map(({ from, to }, index) => {
        const given = (end: string) =>
          shares.find((one) => one.end === end)?.edges[index]?.share ?? Number.NaN;
        return { from, to, x: given('x'), y: given('y'), z: given('z'), any: given('any') };
      }),
      shown: SHOWN_END,
      overA: Math.exp(nodes.get('A') ?? Number.NaN),
      overB: Math.exp(nodes.get('B') ?? Number.NaN),
      priorA: FIRST_GRAPH.edges.find(({ to }) => to === 'A')?.weight ?? 0,
      parts: partsOfShare(FIRST_GRAPH, SHOWN_EDGE, SHOWN_END),
      slopes,
      largestDifference,
      agreement: either(largestDifference < 1e-8, 'agree', 'differ'),
    };
  },
});
