import { allPaths } from '#numerics/graph';
import { measurement } from '#report/measurement';
import { arrows, bestPathTo, ENDS, FIRST_GRAPH, logWeight, START, sharesOfEdges } from './graphs.ts';

export const firstGraph = measurement({
  id: 'first-graph',
  kinds: {
    edges: { weight: 'exact', share: 'float64' },
    paths: { logprob: 'float64', probability: 'float64' },
    pathCount: 'exact',
    ends: { total: 'float64' },
    bestProbability: 'float64',
  },
  async measure() {
    const paths = allPaths(FIRST_GRAPH, START, ENDS).map((edges) => {
      const logprob = edges.reduce((sum, edge) => sum + logWeight(edge), 0);
      return { path: arrows(edges.map(({ to }) => to)), logprob, probability: Math.exp(logprob) };
    });
    const best = bestPathTo(FIRST_GRAPH, ENDS);
    return {
      edges: sharesOfEdges(FIRST_GRAPH, ENDS),
      paths,
      pathCount: paths.length,
      ends: ENDS.map((end) => ({
        end,
        total: paths
          .filter(({ path }) => path.endsWith(end))
          .reduce((sum, path) => sum + path.probability, 0),
      })),
      best: arrows(best.path),
      bestProbability: Math.exp(best.score),
    };
  },
});
