import { edgeMarginals, pathTotals } from '#numerics/path-totals';
import { probabilitySemiring } from '#numerics/standard-semirings';
import { each, measurement } from '#report/measurement';
import { END, graphFrom, MAP_GRAPH, map, START } from './paths-of-map.ts';

const weightOf = ({ weight }: { weight: number }): number => weight;
/** For each node on paths from S to z, the totals of all paths from S to it and from it to z. */
function totals() {
  const reversed = graphFrom(map.map(([from, to, p]) => [to, from, p]));
  const forward = pathTotals(MAP_GRAPH, probabilitySemiring, weightOf, START);
  const backward = pathTotals(reversed, probabilitySemiring, weightOf, END);
  return MAP_GRAPH.nodes
    .map((node) => ({ node, alpha: forward.get(node) ?? 0, beta: backward.get(node) ?? 0 }))
    .filter(({ beta }) => beta > 0);
}

/** The edges on paths from S to z, each with its share of their total. */
export const sharesOfMap = measurement({
  id: 'shares-of-map',
  kinds: { edges: { share: 'float64' }, nodes: each('float64', 'alpha', 'beta') },
  async measure() {
    const { edges } = edgeMarginals(MAP_GRAPH, ({ weight }) => Math.log(weight), START, END);
    return {
      end: END,
      edges: edges
        .map(({ edge: { from, to }, logPosterior }) => ({ from, to, share: Math.exp(logPosterior) }))
        .filter(({ share }) => share > 0),
      nodes: totals(),
    };
  },
});
