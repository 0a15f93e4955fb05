import { choose, code, curious, figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { count, given, real, ref, term } from '#report/values';
import { stuckProducts } from './stuck.measure.ts';

const EXACT = mark.q('exact', {
  sort: 'descending',
  title: 'ln of the exact product, in nats',
  scale: { zero: false, nice: false },
  axis: { values: [-700, -720, -740] },
});

const FLOAT64 = mark.q('float64', { title: 'ln of the float64 product, in nats', scale: { zero: false } });

export const stuck = section({
  id: 'stuck-products',
  title: prose`Some products do not even die`,
  needs: { m: stuckProducts },
  write: ({ m }) => [
    prose`One might think that a product of numbers below one always reaches zero in the end, so that a test
      for zero would find the accident. Try it: multiply by the same factor until nothing changes any more.
      ${ref('stuck-table')} lists where four factors lead. (\`MOST_STEPS\` only makes sure that the loop
      ends.)`,
    code('#chapters/04-log-space-joint-probability/stuck.measure', 'until-rest'),
    table({
      id: 'stuck-table',
      caption: prose`Where the product of one factor, repeated, comes to rest, and after how many factors.`,
      rows: m.rows,
      columns: [
        ['factor', (row) => given(row.factor)],
        ['float64: factors', (row) => count(row.steps64)],
        ['rests at', (row) => real(row.rest64, { digits: 2 })],
        ['float32: factors', (row) => count(row.steps32)],
        ['rests at', (row) => real(row.rest32, { digits: 2 })],
      ],
    }),
    choose(m.anyStuck, {
      yes: prose`What to see: some products rest *above* zero. Down there floats stand in equal steps, and
        only a few are left above zero; in float64 a step is ${real(m.smallest64, { digits: 2 })}. A large
        factor takes away less than half a step, and rounding gives it back: the product is stuck. A factor of
        exactly one half is spared that: half a step is a tie, ties go to the even neighbour, and here that is
        zero.

        A product that is stuck at the smallest number stays there for every further token more likely than one half: it
        costs nothing. (One unlikely
        token still pushes the product to zero, so real texts mostly die; a repetitive text, where every token
        is likely, can get stuck.)`,
      no: prose`What to see: all four products reach zero here.`,
    }),
    curious(prose`What does such a product look like on its last stretch?`, [
      prose`${ref('last-stretch')} compares the logarithm that the product *should* have with the logarithm of
        what float64 holds, in a panel for each factor.`,
      figure({
        id: 'last-stretch',
        caption: prose`The last stretch of four products in float64. To the right the true logarithm falls;
          exact products would lie on the dashed diagonal. The dotted line marks where floats become
          subnormal. A mark shows where a product comes to rest, or its last place above zero.`,
        alt: prose`Four panels, each with a row of points along a falling diagonal. ${choose(m.anyStuck, {
          yes: prose`The rows of the larger factors leave it at its end, become level and go on for ever; the
            others end.`,
          no: prose`All of them end.`,
        })}`,
        data: {
          rows: m.stretch,
          diagonal: [
            { exact: given(-700), float64: given(-700) },
            { exact: given(-752), float64: given(-752) },
          ],
          subnormal: [{ float64: m.subnormal, exact: given(-760), label: 'subnormal below' }],
        },
        spec: {
          facet: mark.n('factor', { sort: 'descending', title: null, header: { labelPadding: 34 } }),
          columns: 2,
          spec: {
            width: 230,
            height: 150,
            layer: [
              mark.line({ x: EXACT, y: FLOAT64 }, { data: 'diagonal', style: 'reference' }),
              ...mark.labelled(
                mark.reference({ y: FLOAT64 }, { data: 'subnormal', strokeDash: [1, 4] }),
                { style: 'annotation', align: 'right', dy: -9 },
                { x: EXACT },
              ),
              mark.dots({ x: EXACT, y: FLOAT64 }, { size: 14 }),
              mark.dots(
                { x: EXACT, y: FLOAT64 },
                { transform: [{ filter: 'datum.end' }], size: 110, color: '$orange' },
              ),
            ],
          },
        },
      }),
      prose`What to see: the points follow the diagonal for a long way. Already from
        ${real(m.subnormal, { digits: 3 })} nats on the floats are *subnormal*: they keep fewer and fewer
        bits. Near the end the steps between them become so coarse that ${term('underflow')} ends a row or
        rounding holds it up. A sum of logarithms has no such place; it would go on along the diagonal.`,
    ]),
  ],
});
