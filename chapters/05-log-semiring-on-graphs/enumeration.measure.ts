import type { Graph, WeightedEdge } from '#numerics/graph';
import { allPaths, graphOf } from '#numerics/graph';
import { logSumExp } from '#numerics/log-sum-exp';
import { pathTotals } from '#numerics/path-totals';
import { seededRandom } from '#numerics/seeded-random';
import { countingSemiring, logSemiring } from '#numerics/semirings';
import { measurement } from '#report/measurement';

const WIDTH = 3;

const SEED = 5;

const END = 'E';

const START = 'S';

/** Layers of the graphs whose paths are listed as well, and the most layers that are counted. */
const LISTED = [1, 2, 4, 6, 8];

const MOST = 20;

/** A graph of full layers, each node leading to every node of the next, with random weights. */
export function layeredGraph(layers: number, width: number, seed: number): Graph {
  const random = seededRandom(seed);
  const column = (layer: number): string[] => Array.from({ length: width }, (_, row) => `${layer}.${row}`);
  const all = [[START], ...Array.from({ length: layers }, (_, layer) => column(layer)), [END]];
  const edges: WeightedEdge[] = all
    .slice(1)
    .flatMap((next, layer) =>
      (all[layer] ?? []).flatMap((from) => next.map((to) => ({ from, to, weight: random.next() }))),
    );
  return graphOf(edges);
}

const logWeight = ({ weight }: WeightedEdge): number => Math.log(weight);

export const enumerated = measurement({
  id: 'enumeration',
  kinds: {
    width: 'exact',
    edgesPerLayer: 'exact',
    rows: {
      layers: 'exact',
      paths: 'exact',
      edges: 'exact',
      programme: 'float64',
      listed: 'float64',
      difference: 'float64',
    },
    agreement: 'exact',
    growth: { layers: 'exact', paths: 'exact', edges: 'exact' },
    most: { layers: 'exact', paths: 'exact', edges: 'exact' },
  },
  async measure() {
    const rows = LISTED.map((layers) => {
      const graph = layeredGraph(layers, WIDTH, SEED);
      const paths = allPaths(graph, START, [END]);
      const listed = logSumExp(paths.map((path) => path.reduce((sum, edge) => sum + logWeight(edge), 0)));
      const programme = pathTotals(graph, logSemiring, logWeight, START).get(END) ?? logSemiring.zero;
      return {
        layers,
        paths: paths.length,
        edges: graph.edges.length,
        programme,
        listed,
        difference: Math.abs(programme - listed),
      };
    });
    const agreement: 'agree' | 'differ' = rows.every(({ difference }) => difference < 1e-11)
      ? 'agree'
      : 'differ';
    const growth = Array.from({ length: MOST }, (_, index) => {
      const graph = layeredGraph(index + 1, WIDTH, SEED);
      const paths = pathTotals(graph, countingSemiring, () => 1, START).get(END) ?? 0;
      return { layers: index + 1, paths, edges: graph.edges.length };
    });
    return {
      width: WIDTH,
      edgesPerLayer: WIDTH * WIDTH,
      rows,
      agreement,
      growth,
      most: growth.at(-1) ?? { layers: 0, paths: 0, edges: 0 },
    };
  },
});
