import { edgesLeaving, type Graph } from '#numerics/graph';
import { at } from '#numerics/list';
import { each, either, measurement } from '#report/measurement';
import { ENDS, MAP_GRAPH, START, takes } from './map.ts';
import { counting, log, map, maxPlus, pass } from './paths.ts';

/** The path that always takes the most probable step, the first of equal ones. */
export function greedyPath(graph: Graph, start: string) {
  const leaving = edgesLeaving(graph);
  let [path, probability] = [start, 1];
  for (let node = start; ; ) {
    const [first, ...others] = leaving.get(node) ?? [];
    if (!first) return { path, end: node, probability };
    const step = others.reduce((best, edge) => (edge.weight > best.weight ? edge : best), first);
    path += `→${step.to}`;
    probability *= step.weight;
    node = step.to;
  }
}

/** For each end, its best path and all of its paths. */
function ends() {
  const best = pass(map, START, maxPlus);
  const all = pass(map, START, log);
  const paths = pass(map, START, counting);
  return ENDS.map((node) => {
    const { path, logprob } = best.get(node) ?? { path: '', logprob: Number.NaN };
    return {
      node,
      path: START + path,
      best: Math.exp(logprob),
      probability: Math.exp(all.get(node) ?? Number.NaN),
      paths: paths.get(node) ?? 0,
    };
  });
}

export const threeAnswers = measurement({
  id: 'three-answers',
  kinds: {
    edges: { weight: 'exact' },
    greedy: { probability: 'float64' },
    ...each(
      {
        ...each('float64', 'best', 'probability'),
        paths: 'exact',
      },
      'ends',
      'likeliestPath',
      'likeliestEnd',
    ),
  },
  async measure() {
    const greedy = greedyPath(MAP_GRAPH, START);
    const found = ends();
    const likeliestPath = at(
      found.toSorted((a, b) => b.best - a.best),
      0,
    );
    return {
      edges: MAP_GRAPH.edges.map((edge) => ({
        ...edge,
        onBest: either(takes(likeliestPath.path, edge), 'yes', 'no'),
        onGreedy: either(takes(greedy.path, edge), 'yes', 'no'),
      })),
      greedy,
      ends: found,
      likeliestPath,
      likeliestEnd: at(
        found.toSorted((a, b) => b.probability - a.probability),
        0,
      ),
    };
  },
});
