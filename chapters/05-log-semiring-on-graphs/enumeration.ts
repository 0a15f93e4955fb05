import type { Graph } from '#numerics/graph';
import { allPaths, graphOf, type WeightedEdge } from '#numerics/graph';
import { logSumExp } from '#numerics/log-sum-exp';
import { pathTotals } from '#numerics/path-totals';
import { seededRandom } from '#numerics/seeded-random';
import { countingSemiring, logSemiring } from '#numerics/semirings';
import { code, curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, nats, real, ref } from '#report/values';

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

export const enumeration = section({
  id: 'enumeration',
  title: prose`The same as listing all paths, without the list`,
  needs: { m: enumerated },
  write({ m }) {
    return [
      prose`
        How much does the programme save? Take graphs with a start, an end, and between them layers of ${count(m.width)}
        nodes, each node leading to every node of the next layer. ${ref('growth')} counts their paths, and the edges that
        the programme looks at.
      `,
      figure({
        id: 'growth',
        caption: prose`
          Paths, and edges that the programme looks at, as layers are added. The vertical axis is logarithmic.
        `,
        alt: prose`
          The number of paths rises as a straight line on the logarithmic axis, to ${count(m.most.paths)} for
          ${count(m.most.layers)} layers; the number of edges hardly rises, to ${count(m.most.edges)}.
        `,
        data: m.growth.flatMap(({ layers, paths, edges }) => [
          { layers, what: 'paths', number: paths },
          { layers, what: 'edges', number: edges },
        ]),
        spec: {
          height: 240,
          mark: { type: 'line', point: { size: 50 } },
          encoding: {
            x: { field: 'layers', type: 'quantitative', title: 'layers' },
            y: {
              field: 'number',
              type: 'quantitative',
              scale: { type: 'log' },
              title: 'number',
              axis: { labelExpr: '$powerOfTen', values: [1, 100, 1e4, 1e6, 1e8, 1e10] },
            },
            color: { field: 'what', type: 'nominal', title: null, sort: null },
            shape: { field: 'what', type: 'nominal', title: null, sort: null },
          },
        },
      }),
      prose`
        What to see: each layer multiplies the paths by ${count(m.width)} and adds ${count(m.edgesPerLayer)} edges. With
        ${count(m.most.layers)} layers there are ${count(m.most.paths)} paths, but only ${count(m.most.edges)} edges.
        ${choose(m.agreement, {
          agree: prose`
            Where the paths are few enough to list, the programme's total equals the sum over the list, up to rounding
            (${ref('enumeration-table')}).
          `,
          differ: prose`
            Where the paths are few enough to list, the programme's total should equal the sum over the list; in this run
            it does not (${ref('enumeration-table')}).
          `,
        })}
      `,
      curious(prose`Is the total that of a list of all paths?`, [
        prose`This lists every path; ${ref('enumeration-table')} adds them up and compares.`,
        code('#numerics/graph', 'all-paths'),
        table({
          id: 'enumeration-table',
          caption: prose`
            Layered graphs: the log total by the dynamic programme and by listing every path. The weights are random
            numbers from zero to one, not probabilities, so a total may be above zero.
          `,
          rows: m.rows,
          columns: [
            { head: prose`layers`, align: 'right', cell: (row) => prose`${count(row.layers)}` },
            { head: prose`paths`, align: 'right', cell: (row) => prose`${count(row.paths)}` },
            { head: prose`edges`, align: 'right', cell: (row) => prose`${count(row.edges)}` },
            {
              head: prose`by the programme (nats)`,
              align: 'right',
              cell: (row) => prose`${nats(row.programme)}`,
            },
            { head: prose`by listing (nats)`, align: 'right', cell: (row) => prose`${nats(row.listed)}` },
            {
              head: prose`difference`,
              align: 'right',
              cell: (row) => prose`${real(row.difference, 'float64', { digits: 2 })}`,
            },
          ],
        }),
        choose(m.agreement, {
          agree: prose`What to see: the last column is rounding, or nothing at all.`,
          differ: prose`What to see: the last column is more than rounding.`,
        }),
      ]),
    ];
  },
});
