import { code, figure, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { equation, given, math, real, ref } from '#report/values';
import { COMPOSED, REACH, SUM, twoRules } from './play.measure.ts';

const across = (field: string, title: string) =>
  mark.q(field, {
    title,
    axis: { values: [-8, -4, 0, 4, 8], grid: false },
    scale: { domain: [-8.5, 8.5], nice: false },
  });
const box = {
  x: across('left', 'b'),
  x2: { field: 'right' },
  y: across('bottom', 'a'),
  y2: { field: 'top' },
};
const color = mark.q('value', { title: 'result', scale: { domain: [-32, 32], domainMid: 0 } });

/** A heat map, the row and the column of `cross` outlined on it. */
const heatMap = (rule: string) => ({
  title: rule,
  width: 250,
  height: 250,
  layer: [
    mark.rect(
      { ...box, color },
      {
        transform: [
          { filter: `datum.rule === '${rule}'` },
          { calculate: 'datum.b - 0.5', as: 'left' },
          { calculate: 'datum.b + 0.5', as: 'right' },
          { calculate: 'datum.a - 0.5', as: 'bottom' },
          { calculate: 'datum.a + 0.5', as: 'top' },
        ],
      },
    ),
    mark.rect(box, { data: 'cross', fill: null, stroke: '$ink', strokeWidth: 1.5 }),
  ],
});

export const play = section({
  id: 'a-new-rule',
  title: prose`Addition, with a bonus`,
  needs: { m: twoRules },
  write({ m }) {
    const valueAt = (index: number) => (row: (typeof m.rows)[number]) => real(row.values[index]);
    return [
      prose`Suppose that two and two need not be four. Whenever two numbers are added, a quarter of their
        product is thrown in. We write ${math`\oplus_4`}:`,
      equation`a \oplus_4 b = a + b + \frac{ab}{4}`,
      prose`So ${given(m.first.a)} and ${given(m.first.b)} make ${real(m.first.composed)} and not
        ${real(m.first.sum)}. As a program it is one line. The number four is a parameter, ${math`k`}, that we
        will turn later: \`K\` is four; \`assertScale\` refuses a ${math`k`} of zero or infinity.`,
      code('#numerics/custom-algebra', 'compose'),
      prose`What kind of arithmetic is that? ${ref('composition-table')} has a few results.`,
      table({
        id: 'composition-table',
        caption: prose`${math`a \oplus_4 b`} for ${math`a`}, growing upwards, and ${math`b`} across.`,
        rows: m.rows,
        columns: [
          [math`a`, (row) => given(row.a)],
          ...m.columns.map((b, index) => [prose`${math`b =`} ${given(b)}`, valueAt(index)] as const),
        ],
      }),
      prose`What to see: zero changes nothing, as in addition. But the row and the column of
        ${given(m.absorbing)} hold one number only. ${ref('two-heat-maps')} shows the same for many more
        numbers, beside plain addition.`,
      figure({
        id: 'two-heat-maps',
        caption: prose`Plain addition and the new rule, each for all pairs of whole numbers from
          ${given(-REACH)} to ${given(REACH)}, coloured on one scale. The outlines mark the row and the column
          of ${given(m.absorbing)}.`,
        alt: prose`Two square heat maps. For addition, equal colours lie on straight diagonals, up to
          ${real(m.largest.sum)} in the corner. For the new rule they lie on curves that bend around the point
          where both numbers are ${given(m.absorbing)}; the upper right corner reaches
          ${real(m.largest.composed)}.`,
        data: { rows: m.cells, cross: m.cross },
        spec: { hconcat: [SUM, COMPOSED].map(heatMap) },
      }),
      prose`What to see: read colour as height. Addition rises evenly, like a tilted plane; equal colours lie
        on straight diagonals. Under the new rule they lie on curves, and the outlined cross has one colour.
        Near zero the two pictures look alike: the product of two small numbers is smaller still.`,
    ];
  },
});
