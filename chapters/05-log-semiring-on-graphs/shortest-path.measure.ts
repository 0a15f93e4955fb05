import { allPaths, edgesLeaving, type Graph, graphOf, topologicalOrder } from '#numerics/graph';
import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { pathTotals } from '#numerics/path-totals';
import { seededRandom } from '#numerics/seeded-random';
import { countingSemiring, logSemiring } from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';
import { arrows, bestPathTo, ENDS, GRAPH, isOn, logWeight, START, sharesOfEdges, totalAt } from './graphs.ts';

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

/** What arrives at each node but the start, in nats, and what min and log-add-exp make of it. */
export function onePass(graph: Graph) {
  const totals = pathTotals(graph, logSemiring, logWeight, START);
  const nodes = topologicalOrder(graph).filter((node) => node !== START);
  return nodes.map((node) => {
    const arriving = graph.edges
      .filter(({ to }) => to === node)
      .map((edge) => {
        const logprob = (totals.get(edge.from) ?? Number.NaN) + logWeight(edge);
        return { from: edge.from, logprob, probability: Math.exp(logprob) };
      });
    const total = totals.get(node) ?? Number.NaN;
    return { node, arriving, best: bestPathTo(graph, [node]).score, total, probability: Math.exp(total) };
  });
}

const WIDTH = 3;
const SEED = 5;
const END = 'E';
/** Layers of the graphs whose paths are listed as well, and of the one that is only counted. */
const LISTED = [1, 2, 4, 6, 8];
const MOST = 20;

/** A graph of full layers, each node leading to every node of the next, with random weights. */
export function layeredGraph(layers: number, width: number, seed: number): Graph {
  const random = seededRandom(seed);
  const column = (layer: number) => Array.from({ length: width }, (_, row) => `${layer}.${row}`);
  const all = [[START], ...Array.from({ length: layers }, (_, layer) => column(layer)), [END]];
  const edges = all.flatMap((column, layer) =>
    column.flatMap((from) => (all[layer + 1] ?? []).map((to) => ({ from, to, weight: random.next() }))),
  );
  return graphOf(edges);
}

/** The log total of a layered graph in one pass, and added up over the list of its paths. */
export function passAndList(layers: number): { pass: number; list: number; paths: number } {
  const graph = layeredGraph(layers, WIDTH, SEED);
  const paths = allPaths(graph, START, [END]);
  const list = logSumExp(paths.map((path) => path.reduce((sum, edge) => sum + logWeight(edge), 0)));
  return { pass: totalAt(graph, logSemiring, logWeight, [END]), list, paths: paths.length };
}

const PATH = { probability: 'float64' } as const;

export const shortestPath = measurement({
  id: 'shortest-path',
  kinds: {
    edges: { weight: 'exact', share: 'float64' },
    greedy: PATH,
    best: { ...PATH, cost: 'float64' },
    ends: { total: 'float64' },
    pass: {
      arriving: each('float64', 'logprob', 'probability'),
      ...each('float64', 'best', 'total', 'probability'),
    },
    ...each('exact', 'width', 'layers', 'paths', 'passed', 'listed'),
  },
  async measure() {
    const greedy = greedyPath(GRAPH, START);
    const best = bestPathTo(GRAPH, ENDS);
    const pass = onePass(GRAPH);
    const ends = pass
      .filter(({ node }) => ENDS.includes(node))
      .map(({ node, probability }) => ({ end: node, total: probability }))
      .sort((a, b) => b.total - a.total);
    const large = layeredGraph(MOST, WIDTH, SEED);
    const checks = LISTED.map(passAndList);
    return {
      edges: sharesOfEdges(GRAPH, ENDS).map((edge) => {
        return { ...edge, onGreedy: either(isOn(greedy.path, edge), 'yes', 'no') };
      }),
      greedy: {
        path: arrows(greedy.path),
        end: at(greedy.path, greedy.path.length - 1),
        probability: greedy.probability,
      },
      best: {
        path: arrows(best.path),
        end: at(best.path, best.path.length - 1),
        probability: Math.exp(best.score),
        cost: 0 - best.score,
      },
      ends,
      pass,
      width: WIDTH,
      layers: MOST,
      paths: totalAt(large, countingSemiring, () => 1, [END]),
      passed: large.edges.length,
      listed: Math.max(...checks.map(({ paths }) => paths)),
      agreement: either(
        checks.every(({ pass: one, list }) => Math.abs(one - list) < 1e-11),
        'agree',
        'differ',
      ),
    };
  },
});
