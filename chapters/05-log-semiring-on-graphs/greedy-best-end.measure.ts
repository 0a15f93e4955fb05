import { edgesLeaving, type Graph } from '#numerics/graph';
import { pathTotals } from '#numerics/path-totals';
import { probabilitySemiring } from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';
import { arrows, bestPathTo, ENDS, FIRST_GRAPH, isOn, SECOND_GRAPH, START, sharesOfEdges } from './graphs.ts';

/** The path of one who always takes the likeliest step, the first of equal ones, and its probability. */
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

/** Greedy path, best path and likeliest end of a graph. */
export function threeWinners(graph: Graph) {
  const told = (path: readonly string[], probability: number) => {
    return { path: arrows(path), end: path.at(-1) ?? START, probability };
  };
  const greedy = greedyPath(graph, START);
  const best = bestPathTo(graph, ENDS);
  const totals = pathTotals(graph, probabilitySemiring, ({ weight }) => weight, START);
  const ends = ENDS.map((end) => ({ end, total: totals.get(end) ?? 0 }));
  return {
    greedy: told(greedy.path, greedy.probability),
    best: told(best.path, Math.exp(best.score)),
    ends: ends.sort((a, b) => b.total - a.total),
  };
}

const PATH = { probability: 'float64' } as const;
const WINNERS = { greedy: PATH, best: PATH, ends: { total: 'float64' } } as const;

export const winners = measurement({
  id: 'three-winners',
  kinds: { ...each(WINNERS, 'graphs', 'second'), edges: { weight: 'exact', share: 'float64' } },
  async measure() {
    const second = threeWinners(SECOND_GRAPH);
    const greedy = greedyPath(SECOND_GRAPH, START).path;
    return {
      graphs: [
        { name: 'first', ...threeWinners(FIRST_GRAPH) },
        { name: 'second', ...second },
      ],
      edges: sharesOfEdges(SECOND_GRAPH, ENDS).map((edge) => {
        return { ...edge, onGreedy: either(isOn(greedy, edge), 'yes', 'no') };
      }),
      second,
    };
  },
});
