import { choose, code, curious, figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { count, nats, real, ref } from '#report/values';
import { enumerated } from './enumeration.measure.ts';

export const enumeration = section({
  id: 'enumeration',
  title: prose`The same as listing all paths, without the list`,
  needs: { m: enumerated },
  write({ m }) {
    return [
      prose`How much does the programme save? Take graphs with a start, an end, and between them layers of
        ${count(m.width)} nodes, each node leading to every node of the next layer. ${ref('growth')} counts
        their paths, and the edges that the programme looks at.`,
      figure({
        id: 'growth',
        caption: prose`Paths, and edges that the programme looks at, as layers are added. The vertical axis is
          logarithmic.`,
        alt: prose`The number of paths rises as a straight line on the logarithmic axis, to
          ${count(m.most.paths)} for ${count(m.most.layers)} layers; the number of edges hardly rises, to
          ${count(m.most.edges)}.`,
        data: m.growth.flatMap(({ layers, paths, edges }) => [
          { layers, what: 'paths', number: paths },
          { layers, what: 'edges', number: edges },
        ]),
        spec: {
          height: 240,
          mark: { type: 'line', point: { size: 50 } },
          encoding: {
            x: mark.q('layers', { title: 'layers' }),
            y: mark.q('number', {
              scale: { type: 'log' },
              title: 'number',
              axis: { labelExpr: '$powerOfTen', values: [1, 100, 1e4, 1e6, 1e8, 1e10] },
            }),
            ...mark.series('what'),
          },
        },
      }),
      prose`What to see: each layer multiplies the paths by ${count(m.width)} and adds
        ${count(m.edgesPerLayer)} edges. With ${count(m.most.layers)} layers there are ${count(m.most.paths)}
        paths, but only ${count(m.most.edges)} edges. ${choose(m.agreement, {
          agree: prose`Where the paths are few enough to list, the programme's total equals the sum over the
            list, up to rounding (${ref('enumeration-table')}).`,
          differ: prose`Where the paths are few enough to list, the programme's total should equal the sum
            over the list; in this run it does not (${ref('enumeration-table')}).`,
        })}`,
      curious(prose`Is the total that of a list of all paths?`, [
        prose`This lists every path; ${ref('enumeration-table')} adds them up and compares.`,
        code('#numerics/graph', 'all-paths'),
        table({
          id: 'enumeration-table',
          caption: prose`Layered graphs: the log total by the dynamic programme and by listing every path. The
            weights are random numbers from zero to one, not probabilities, so a total may be above zero.`,
          rows: m.rows,
          columns: [
            ['layers', (row) => count(row.layers)],
            ['paths', (row) => count(row.paths)],
            ['edges', (row) => count(row.edges)],
            ['by the programme (nats)', (row) => nats(row.programme)],
            ['by listing (nats)', (row) => nats(row.listed)],
            ['difference', (row) => real(row.difference, { digits: 2 })],
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
