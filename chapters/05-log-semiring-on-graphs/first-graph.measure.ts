import { allPaths } from '#numerics/graph';
import { measurement } from '#report/measurement';
import { columns } from './drawing.ts';
import { arrows, bestPathTo, ENDS, FIRST_GRAPH, logWeight, START, sharesOfEdges } from './graphs.ts';

/** Where the nodes of the first graph stand: with as few crossings as it allows. */
export const FIRST_SPOTS = columns([['S'], ['A', 'B'], ['y', 'z', 'x']]);

export const firstGraph = measurement({
  id: 'first-graph',
  kinds: {
    edges: { from: 'exact', to: 'exact', weight: 'exact', share: 'float64', onBest: 'exact' },
    paths: { path: 'exact', logprob: 'float64', probability: 'float64' },
    pathCount: 'exact',
    ends: { end: 'exact', total: 'float64' },
    best: 'exact',
    bestProbability: 'float64',
  },
  async measure() {
    const paths = allPaths(FIRST_GRAPH, START, ENDS).map((edges) => {
      const logprob = edges.reduce((sum, edge) => sum + logWeight(edge), 0);
      const names = edges.map(({ to }) => to);
      return { path: arrows(names), end: names.at(-1) ?? START, logprob, probability: Math.exp(logprob) };
    });
    const best = bestPathTo(FIRST_GRAPH, ENDS);
    return {
      edges: sharesOfEdges(FIRST_GRAPH, ENDS),
      paths: paths.map(({ path, logprob, probability }) => ({ path, logprob, probability })),
      pathCount: paths.length,
      ends: ENDS.map((end) => ({
        end,
        total: paths.filter((path) => path.end === end).reduce((sum, path) => sum + path.probability, 0),
      })),
      best: arrows(best.path),
      bestProbability: Math.exp(best.score),
    };
  },
});
