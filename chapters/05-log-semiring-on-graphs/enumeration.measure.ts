import { allPaths, type Graph, graphOf } from '#numerics/graph';
import { logSumExp } from '#numerics/log-sum-exp';
import { seededRandom } from '#numerics/seeded-random';
import { countingSemiring, logSemiring } from '#numerics/semirings';
import { each, either, measurement } from '#report/measurement';
import { logWeight, START, totalAt } from './graphs.ts';

const WIDTH = 3;
const SEED = 5;
const END = 'E';
/** Layers of the graphs whose paths are listed as well, and the most layers that are counted. */
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

const SIZE = each('exact', 'layers', 'paths', 'edges');

export const enumerated = measurement({
  id: 'enumeration',
  kinds: {
    ...each('exact', 'width', 'edgesPerLayer'),
    rows: { ...SIZE, ...each('float64', 'programme', 'listed', 'difference') },
    ...each(SIZE, 'growth', 'most'),
  },
  async measure() {
    const rows = LISTED.map((layers) => {
      const graph = layeredGraph(layers, WIDTH, SEED);
      const paths = allPaths(graph, START, [END]);
      const listed = logSumExp(paths.map((path) => path.reduce((sum, edge) => sum + logWeight(edge), 0)));
      const programme = totalAt(graph, logSemiring, logWeight, [END]);
      const difference = Math.abs(programme - listed);
      return { layers, paths: paths.length, edges: graph.edges.length, programme, listed, difference };
    });
    const agree = rows.every(({ difference }) => difference < 1e-11);
    const growth = Array.from({ length: MOST }, (_, index) => {
      const graph = layeredGraph(index + 1, WIDTH, SEED);
      const paths = totalAt(graph, countingSemiring, () => 1, [END]);
      return { layers: index + 1, paths, edges: graph.edges.length };
    });
    return {
      width: WIDTH,
      edgesPerLayer: WIDTH * WIDTH,
      rows,
      agreement: either(agree, 'agree', 'differ'),
      growth,
      most: growth.at(-1) ?? { layers: 0, paths: 0, edges: 0 },
    };
  },
});
