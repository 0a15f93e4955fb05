import { absorbing, compose } from '#numerics/custom-algebra';
import { code, figure, table } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { equation, given, math, real, ref } from '#report/values';

const REACH = 8;
const GRID = Array.from({ length: 2 * REACH + 1 }, (_, index) => index - REACH);
const COLUMNS = [-8, -4, -1, 0, 1, 4];
/** Largest first, so that they grow upwards as in the figure. */
const ROWS = [...COLUMNS].reverse();
const SUM = 'a + b';
const COMPOSED = 'a ⊕₄ b';
const RULES = [SUM, COMPOSED];

/** The cells of the row and of the column of one value, as two rectangles. */
function outlines(value: number): { left: number; right: number; bottom: number; top: number }[] {
  const [from, to, start, end] = [value - 0.5, value + 0.5, -REACH - 0.5, REACH + 0.5];
  return [
    { left: from, right: to, bottom: start, top: end },
    { left: start, right: end, bottom: from, top: to },
  ];
}

const FIRST_TRY = [2, 2] as const;

export const twoRules = measurement({
  id: 'two-rules',
  kinds: {
    first: { a: 'exact', b: 'exact', sum: 'exact', composed: 'exact' },
    rows: { a: 'exact', values: 'exact' },
    columns: 'exact',
    absorbing: 'exact',
    cells: { rule: 'exact', a: 'exact', b: 'exact', value: 'exact' },
    cross: { left: 'exact', right: 'exact', bottom: 'exact', top: 'exact' },
    largest: { sum: 'exact', composed: 'exact' },
  },
  async measure() {
    const cells = GRID.flatMap((a) =>
      GRID.flatMap((b) => [
        { rule: SUM, a, b, value: a + b },
        { rule: COMPOSED, a, b, value: compose(a, b) },
      ]),
    );
    const [a, b] = FIRST_TRY;
    return {
      first: { a, b, sum: a + b, composed: compose(a, b) },
      rows: ROWS.map((left) => ({
        a: left,
        values: COLUMNS.map((right) => compose(left, right)),
      })),
      columns: COLUMNS,
      absorbing: absorbing(),
      cells,
      cross: outlines(absorbing()),
      largest: { sum: REACH + REACH, composed: compose(REACH, REACH) },
    };
  },
});

export const play = section({
  id: 'a-new-rule',
  title: prose`Addition, with a bonus`,
  needs: { m: twoRules },
  write({ m }) {
    return [
      prose`
        Suppose that two and two need not be four. Whenever two numbers are added, a quarter of their product
        is thrown in. We write ${math`\oplus_4`}:
      `,
      equation`a \oplus_4 b = a + b + \frac{ab}{4}`,
      prose`
        So ${given(m.first.a)} and ${given(m.first.b)} make ${real(m.first.composed, 'exact')} and not
        ${real(m.first.sum, 'exact')}. As a program it is one line. The number four is a parameter, ${math`k`}, that we
        will turn later: \`K\` is four; \`assertScale\` refuses a ${math`k`} of zero or infinity.
      `,
      code('#numerics/custom-algebra', 'compose'),
      prose`What kind of arithmetic is that? ${ref('composition-table')} has a few results.`,
      table({
        id: 'composition-table',
        caption: prose`${math`a \oplus_4 b`} for ${math`a`}, growing upwards, and ${math`b`} across.`,
        rows: m.rows,
        columns: [
          { head: prose`${math`a`}`, align: 'right', cell: (row) => prose`${given(row.a)}` },
          ...m.columns.map((b, index) => ({
            head: prose`${math`b =`} ${given(b)}`,
            align: 'right' as const,
            cell: (row: (typeof m.rows)[number]) => prose`${real(row.values[index], 'exact')}`,
          })),
        ],
      }),
      prose`
        What to see: zero changes nothing, as in addition. But the row and the column of ${given(m.absorbing)} hold
        one number only.
        ${ref('two-heat-maps')} shows the same for many more numbers, beside plain addition.
      `,
      figure({
        id: 'two-heat-maps',
        caption: prose`
          Plain addition and the new rule, each for all pairs of whole numbers from ${given(-REACH)} to ${given(REACH)},
          coloured on one scale. The outlines mark the row and the column of ${given(m.absorbing)}.
        `,
        alt: prose`
          Two square heat maps. For addition, equal colours lie on straight diagonals, up to
          ${real(m.largest.sum, 'exact')} in the corner. For the new rule they lie on curves that bend around the point
          where both numbers are ${given(m.absorbing)}; the upper right corner reaches ${real(m.largest.composed, 'exact')}.
        `,
        data: {
          rows: m.cells.map((cell) => ({ ...cell })),
          cross: m.cross.map((outline) => ({ ...outline })),
        },
        spec: heatMaps(RULES),
      }),
      prose`
        What to see: read colour as height. Addition rises evenly, like a tilted plane; equal colours lie on straight
        diagonals. Under the new rule they lie on curves, and the outlined cross has one colour. Near zero the two
        pictures look alike: the product of two small numbers is smaller still.
      `,
    ];
  },
});

/** Two heat maps side by side on one colour scale, the row and the column of `cross` outlined on each. */
function heatMaps(rules: readonly string[]): Readonly<Record<string, unknown>> {
  const across = (field: string, title: string) => ({
    field,
    type: 'quantitative',
    title,
    axis: { values: [-8, -4, 0, 4, 8], grid: false },
    scale: { domain: [-8.5, 8.5], nice: false },
  });
  const panel = (rule: string) => ({
    title: rule,
    width: 250,
    height: 250,
    layer: [
      {
        transform: [
          { filter: `datum.rule === '${rule}'` },
          { calculate: 'datum.b - 0.5', as: 'left' },
          { calculate: 'datum.b + 0.5', as: 'right' },
          { calculate: 'datum.a - 0.5', as: 'bottom' },
          { calculate: 'datum.a + 0.5', as: 'top' },
        ],
        mark: { type: 'rect' },
        encoding: {
          x: across('left', 'b'),
          x2: { field: 'right' },
          y: across('bottom', 'a'),
          y2: { field: 'top' },
          color: {
            field: 'value',
            type: 'quantitative',
            title: 'result',
            scale: { domain: [-32, 32], domainMid: 0 },
          },
        },
      },
      {
        data: { name: 'cross' },
        mark: { type: 'rect', fill: null, stroke: '$ink', strokeWidth: 1.5 },
        encoding: {
          x: across('left', 'b'),
          x2: { field: 'right' },
          y: across('bottom', 'a'),
          y2: { field: 'top' },
        },
      },
    ],
  });
  return { hconcat: rules.map(panel) };
}
