import { code, curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, real, ref, term } from '#report/values';

const FACTORS = [0.9, 0.6, 0.5, 0.1];
/** No product of these factors needs more steps than this to come to rest. */
const MOST_STEPS = 20_000;
/** Below this a float64 is subnormal: it has fewer than its usual bits. */
const SMALLEST_NORMAL = 2 ** -1022;

// #region until-rest
/** Multiplies by one factor again and again, until the product no longer changes; `round` is the float format. */
export function untilRest(factor: number, round: (x: number) => number): { steps: number; product: number } {
  let product = 1;
  for (let steps = 1; steps <= MOST_STEPS; steps++) {
    const next = round(product * round(factor));
    if (next === product) return { steps: steps - 1, product };
    product = next;
  }
  throw new RangeError(`the product of ${factor} did not come to rest`);
}
// #endregion until-rest

/** A point of a product's last stretch: the first one at rest, and the last one above zero, are its end. */
interface StretchPoint {
  readonly exact: number;
  readonly float64: number;
  readonly end: boolean;
}

/** The last stretch of a product, as logarithms: what it should be, and what float64 makes of it. */
function lastStretch(factor: number): StretchPoint[] {
  const points: { exact: number; float64: number }[] = [];
  let product = 1;
  for (let step = 1; step * Math.log(factor) > -760; step++) {
    product *= factor;
    const exact = step * Math.log(factor);
    if (exact < -700 && product > 0 && step % (factor > 0.8 ? 4 : 1) === 0)
      points.push({ exact, float64: Math.log(product) });
  }
  const lowest = points.at(-1)?.float64;
  const end = points.findIndex(({ float64 }) => float64 === lowest);
  return points.map((point, index) => ({ ...point, end: index === end }));
}

export const stuckProducts = measurement({
  id: 'stuck-products',
  kinds: {
    rows: {
      factor: 'exact',
      steps64: 'exact',
      rest64: 'float64',
      steps32: 'exact',
      rest32: 'float64',
    },
    anyStuck: 'exact',
    smallest64: 'float64',
    subnormal: 'float64',
    stretch: { factor: 'exact', exact: 'float64', float64: 'float64', end: 'exact' },
  },
  async measure() {
    const rows = FACTORS.map((factor) => {
      const float64 = untilRest(factor, (x) => x);
      const float32 = untilRest(factor, Math.fround);
      return {
        factor,
        steps64: float64.steps,
        rest64: float64.product,
        steps32: float32.steps,
        rest32: float32.product,
      };
    });
    const anyStuck: 'yes' | 'no' = rows.some((row) => row.rest64 > 0) ? 'yes' : 'no';
    return {
      rows,
      anyStuck,
      smallest64: Number.MIN_VALUE,
      subnormal: Math.log(SMALLEST_NORMAL),
      stretch: rows.flatMap(({ factor, rest64 }) =>
        lastStretch(factor).map((point) => ({
          factor: `factor ${factor}: ${rest64 > 0 ? 'rests' : 'reaches zero'}`,
          ...point,
        })),
      ),
    };
  },
});

const EXACT = {
  field: 'exact',
  type: 'quantitative',
  sort: 'descending',
  title: 'ln of the exact product, in nats',
  scale: { zero: false, nice: false },
  axis: { values: [-700, -720, -740] },
};
const FLOAT64 = {
  field: 'float64',
  type: 'quantitative',
  title: 'ln of the float64 product, in nats',
  scale: { zero: false },
};

export const stuck = section({
  id: 'stuck-products',
  title: prose`Some products do not even die`,
  needs: { m: stuckProducts },
  write({ m }) {
    return [
      prose`
        One might think that a product of numbers below one always reaches zero in the end, so that a test for zero would
        find the accident. Try it: multiply by the same factor until nothing changes any more. ${ref('stuck-table')} lists
        where four factors lead. (\`MOST_STEPS\` only makes sure that the loop ends.)
      `,
      code('#chapters/04-log-space-joint-probability/stuck', 'until-rest'),
      table({
        id: 'stuck-table',
        caption: prose`Where the product of one factor, repeated, comes to rest, and after how many factors.`,
        rows: m.rows,
        columns: [
          { head: prose`factor`, align: 'right', cell: (row) => prose`${given(row.factor)}` },
          { head: prose`float64: factors`, align: 'right', cell: (row) => prose`${count(row.steps64)}` },
          {
            head: prose`rests at`,
            align: 'right',
            cell: (row) => prose`${real(row.rest64, 'float64', { digits: 2 })}`,
          },
          { head: prose`float32: factors`, align: 'right', cell: (row) => prose`${count(row.steps32)}` },
          {
            head: prose`rests at`,
            align: 'right',
            cell: (row) => prose`${real(row.rest32, 'float64', { digits: 2 })}`,
          },
        ],
      }),
      choose(m.anyStuck, {
        yes: prose`
          What to see: some products rest *above* zero. Down there floats stand in equal steps, and only a few are left
          above zero; in float64 a step is ${real(m.smallest64, 'float64', { digits: 2 })}. A large factor takes away less than half a step, and rounding
          gives it back: the product is stuck. A factor of exactly one half is spared that: half a step is a tie, ties go to
          the even neighbour, and here that is zero.

          Once a product is stuck, every further token more likely than one half costs nothing. (One unlikely token still
          pushes the product to zero, so real texts mostly die; a repetitive text, where every token is likely, can get
          stuck.)
        `,
        no: prose`What to see: all four products reach zero here.`,
      }),
      curious(prose`What does such a product look like on its last stretch?`, [
        prose`
          ${ref('last-stretch')} compares the logarithm that the product *should* have with the logarithm of what float64
          holds, in a panel for each factor.
        `,
        figure({
          id: 'last-stretch',
          caption: prose`
            The last stretch of four products in float64. To the right the true logarithm falls; exact products would lie on
            the dashed diagonal. The dotted line marks where floats become subnormal. A mark shows where a product comes to
            rest, or its last place above zero.
          `,
          alt: prose`
            Four panels, each with a row of points along a falling diagonal. ${choose(m.anyStuck, {
              yes: prose`The rows of the larger factors leave it at its end, become level and go on for ever; the others
              end.`,
              no: prose`All of them end.`,
            })}
          `,
          data: {
            rows: m.stretch.map((point) => ({ ...point })),
            diagonal: [
              { exact: -700, float64: -700 },
              { exact: -752, float64: -752 },
            ],
            subnormal: [{ float64: m.subnormal, exact: -760, label: 'subnormal below' }],
          },
          spec: {
            facet: {
              field: 'factor',
              type: 'nominal',
              sort: 'descending',
              title: null,
              header: { labelPadding: 34 },
            },
            columns: 2,
            spec: {
              width: 230,
              height: 150,
              layer: [
                {
                  data: { name: 'diagonal' },
                  mark: { type: 'line', style: 'reference' },
                  encoding: { x: EXACT, y: FLOAT64 },
                },
                {
                  data: { name: 'subnormal' },
                  mark: { type: 'rule', style: 'reference', strokeDash: [1, 4] },
                  encoding: { y: FLOAT64 },
                },
                {
                  data: { name: 'subnormal' },
                  mark: { type: 'text', style: 'annotation', align: 'right', dy: -9 },
                  encoding: { x: EXACT, y: FLOAT64, text: { field: 'label', type: 'nominal' } },
                },
                {
                  mark: { type: 'point', filled: true, size: 14 },
                  encoding: { x: EXACT, y: FLOAT64 },
                },
                {
                  transform: [{ filter: 'datum.end' }],
                  mark: { type: 'point', filled: true, size: 110, color: '$orange' },
                  encoding: { x: EXACT, y: FLOAT64 },
                },
              ],
            },
          },
        }),
        prose`
          What to see: the points follow the diagonal for a long way. Already from
          ${real(m.subnormal, 'float64', { digits: 3 })} nats on the floats are *subnormal*: they keep fewer and fewer bits.
          Near the end the steps between them become so coarse that ${term('underflow')} ends a row or rounding holds it up.
          A sum of logarithms has no such place; it would go on along the diagonal.
        `,
      ]),
    ];
  },
});
