import { figure, join, prose, section, table } from '#report';
import { probability, ref, text } from '#report/values';
import { columns, drawn, foldedEdgeTable } from './drawing.ts';
import { winners } from './greedy-best-end.measure.ts';

/** Where the nodes of the second graph are: with as few crossings as it allows. */
const SPOTS = columns([['S'], ['B', 'A', 'C'], ['y', 'z', 'x']]);

export const greedyBestEnd = section({
  id: 'greedy-best-end',
  title: prose`Likeliest step, likeliest path, likeliest end`,
  needs: { m: winners },
  write({ m }) {
    const { greedy, best, ends } = m.second;
    const [likeliest] = ends;
    const pathWith = (one: typeof best) =>
      prose`${text(one.path)} (${probability(one.probability, { digits: 2 })})`;
    return [
      prose`Three questions sound alike. Where do I arrive when I always take the likeliest step? That is
        *greedy*. Which path is the likeliest? Max-plus tells. Which end is the likeliest, over all paths to
        it? The log semiring tells. In the first graph greedy goes to A and then to x, while the best path to
        the same end leads through B. The second graph, in ${ref('second-graph-drawn')}, is built so that all
        three part ways. ${ref('three-winners-table')} has the answers for both.`,
      figure({
        id: 'second-graph-drawn',
        caption: prose`The second graph, with the probabilities of its steps. Thickness shows the share of the
          total probability, the dashed orange line the likeliest path, and the plain blue line the greedy
          one.`,
        alt: prose`A graph from S through A, B or C to x, y and z. The likeliest path is ${text(best.path)}
          with ${probability(best.probability, { digits: 2 })}, the greedy one ${text(greedy.path)} with
          ${probability(greedy.probability, { digits: 2 })}; neither ends in ${text(likeliest?.end)}, the
          likeliest end.`,
        ...drawn({ spots: SPOTS, edges: m.edges, height: 320 }),
      }),
      foldedEdgeTable('second-graph-edges', prose`The edges of the second graph.`, m.edges),
      table({
        id: 'three-winners-table',
        caption: prose`Greedy path, best path and ends of both graphs.`,
        rows: m.graphs,
        columns: [
          ['graph', (row) => text(row.name)],
          ['greedy', (row) => pathWith(row.greedy)],
          ['best path', (row) => pathWith(row.best)],
          [
            'ends, likeliest first',
            ({ ends }) => join(ends.map(({ end, total }) => prose`${text(end)} (${probability(total)})`)),
          ],
        ],
      }),
      prose`What to see: in the second graph greedy ends in ${text(greedy.end)}, the best path in
        ${text(best.end)}, and the likeliest end is ${text(likeliest?.end)}. No path to
        ${text(likeliest?.end)} is great, but there are three of them.

        Greedy is only cheap: it answers neither of the other questions. If every path is a different *text*,
        look for the best path. If many paths are the same *answer*, written in different ways, add them up
        first and then compare.`,
    ];
  },
});
