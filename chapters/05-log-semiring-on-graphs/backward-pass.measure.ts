import { each, measurement } from '#report/measurement';
import { END, START } from './example-graph.ts';
import { type Edge, edgeShares, log, map, pass } from './paths.ts';

/** So much of its probability is added to the edge from S to A. */
const NUDGE = 0.001;
const nudged = map.map(
  ([from, to, p]): Edge => [from, to, from === START && to === 'A' ? p * (1 + NUDGE) : p],
);
const logTotal = (edges: Edge[]) => pass(edges, START, log).get(END) ?? Number.NaN;

/** For each node on paths from S to z, the totals of all paths from S to it and from it to z. */
function totals() {
  const forward = pass(map, START, log);
  const backward = pass(map.map(([from, to, p]): Edge => [to, from, p]).reverse(), END, log);
  return [...forward].flatMap(([node, alpha]) => {
    const beta = backward.get(node);
    return beta === undefined ? [] : [{ node, alpha: Math.exp(alpha), beta: Math.exp(beta) }];
  });
}

/** The edges on paths from S to z, each with its share of their total. */
export const sharesOfMap = measurement({
  id: 'shares-of-map',
  kinds: { edges: { share: 'float64' }, nodes: each('float64', 'alpha', 'beta'), rise: 'float64' },
  async measure() {
    const edges = edgeShares(map, START, END).filter(({ share }) => share > 0);
    return { end: END, edges, nodes: totals(), rise: logTotal(nudged) - logTotal(map) };
  },
});
