import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';
import { ENDS, MAP_GRAPH, map, START } from './paths-of-map.ts';
import { answersAt } from './semirings.measure.ts';

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

const OF_END = { ...each('float64', 'best', 'probability'), paths: 'exact' } as const;

export const threeAnswers = measurement({
  id: 'three-answers',
  kinds: {
    edges: { weight: 'exact' },
    greedy: { probability: 'float64' },
    ...each(OF_END, 'ends', 'likeliestPath', 'likeliestEnd'),
  },
  async measure() {
    const ends = ENDS.map((node) => {
      const { best, probability, paths } = answersAt(MAP_GRAPH, node);
      const nodes = best.path.split('→');
      return { node, path: best.path, nodes, best: best.probability, probability, paths };
    });
    const most = (of: (end: (typeof ends)[number]) => number) =>
      at(
        ends.toSorted((a, b) => of(b) - of(a)),
        0,
      );
    return {
      edges: MAP_GRAPH.edges,
      greedy: greedyPath(),
      ends,
      likeliestPath: most((end) => end.best),
      likeliestEnd: most((end) => end.probability),
    };
  },
});
