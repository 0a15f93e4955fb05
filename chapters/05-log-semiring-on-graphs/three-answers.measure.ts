import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';
import { ENDS, MAP_GRAPH, START } from './example-graph.ts';
import { counting, log, map, maxPlus, pass } from './paths.ts';

/** The path that always takes the most probable step, the first of equal ones. */
function greedyPath() {
  let [path, probability] = [START, 1];
  for (let node = START; ; ) {
    const [step] = map.filter(([from]) => from === node).toSorted(([, , p], [, , q]) => q - p);
    if (!step) return { path, probability };
    node = step[1];
    path += `→${node}`;
    probability *= step[2];
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

const OF_END = { ...each('float64', 'best', 'probability'), paths: 'exact' } as const;

export const threeAnswers = measurement({
  id: 'three-answers',
  kinds: {
    edges: { weight: 'exact' },
    greedy: { probability: 'float64' },
    ...each(OF_END, 'ends', 'likeliestPath', 'likeliestEnd'),
  },
  async measure() {
    const found = ends();
    return {
      edges: MAP_GRAPH.edges,
      greedy: greedyPath(),
      ends: found,
      likeliestPath: at(
        found.toSorted((a, b) => b.best - a.best),
        0,
      ),
      likeliestEnd: at(
        found.toSorted((a, b) => b.probability - a.probability),
        0,
      ),
    };
  },
});
