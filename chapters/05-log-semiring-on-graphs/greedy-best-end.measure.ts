import type { Graph } from '#numerics/graph';
import { edgesLeaving } from '#numerics/graph';
import { pathTotals } from '#numerics/path-totals';
import { probabilitySemiring } from '#numerics/semirings';
import { measurement } from '#report/measurement';
import { arrows, bestPathTo, ENDS, FIRST_GRAPH, isOn, SECOND_GRAPH, START, sharesOfEdges } from './graphs.ts';

/** The path of one who always takes the likeliest step, the first of equal ones, and its probability. */
// #region greedy-path
export function greedyPath(graph: Graph, start: string): { path: string[]; probability: number } {
  const leaving = edgesLeaving(graph);
  const path: string[] = [];
  let probability = 1;
  for (let node = start; ; ) {
    const [first, ...others] = leaving.get(node) ?? [];
    if (!first) return { path, probability };
    const step = others.reduce((best, edge) => (edge.weight > best.weight ? edge : best), first);
    path.push(step.to);
    probability *= step.weight;
    node = step.to;
  }
}
// #endregion greedy-path

/** Greedy path, best path and likeliest end of a graph. */
export function threeWinners(graph: Graph) {
  const greedy = greedyPath(graph, START);
  const best = bestPathTo(graph, ENDS);
  const totals = pathTotals(graph, probabilitySemiring, ({ weight }) => weight, START);
  const ends = ENDS.map((end) => ({ end, total: totals.get(end) ?? 0 })).sort((a, b) => b.total - a.total);
  return {
    greedy: { path: arrows(greedy.path), end: greedy.path.at(-1) ?? START, probability: greedy.probability },
    best: { path: arrows(best.path), end: best.path.at(-1) ?? START, probability: Math.exp(best.score) },
    ends,
  };
}

export const winners = measurement({
  id: 'three-winners',
  kinds: {
    graphs: {
      name: 'exact',
      greedy: { path: 'exact', end: 'exact', probability: 'float64' },
      best: { path: 'exact', end: 'exact', probability: 'float64' },
      ends: { end: 'exact', total: 'float64' },
    },
    edges: {
      from: 'exact',
      to: 'exact',
      weight: 'exact',
      share: 'float64',
      onBest: 'exact',
      onGreedy: 'exact',
    },
    second: {
      greedy: { path: 'exact', end: 'exact', probability: 'float64' },
      best: { path: 'exact', end: 'exact', probability: 'float64' },
      ends: { end: 'exact', total: 'float64' },
    },
  },
  async measure() {
    const second = threeWinners(SECOND_GRAPH);
    const greedy = greedyPath(SECOND_GRAPH, START).path;
    return {
      graphs: [
        { name: 'first', ...threeWinners(FIRST_GRAPH) },
        { name: 'second', ...second },
      ],
      edges: sharesOfEdges(SECOND_GRAPH, ENDS).map((edge) => {
        const onGreedy: 'yes' | 'no' = isOn(greedy, edge) ? 'yes' : 'no';
        return { ...edge, onGreedy };
      }),
      second,
    };
  },
});
