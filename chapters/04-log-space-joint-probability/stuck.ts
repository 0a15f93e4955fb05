import { code, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, real, ref, term } from '#report/values';

const FACTORS = [0.9, 0.6, 0.5, 0.1];
/** No product of these factors needs more steps than this to come to rest. */
const MOST_STEPS = 20_000;

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

/** The last stretch of a product, as logarithms: what it should be, and what float64 makes of it. */
function lastStretch(factor: number): { factor: string; exact: number; float64: number }[] {
  const points: { factor: string; exact: number; float64: number }[] = [];
  let product = 1;
  for (let step = 1; step * Math.log(factor) > -760; step++) {
    product *= factor;
    const exact = step * Math.log(factor);
    if (exact < -700 && product > 0 && step % (factor > 0.8 ? 4 : 1) === 0)
      points.push({ factor: String(factor), exact, float64: Math.log(product) });
  }
  return points;
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
    stretch: { factor: 'exact', exact: 'float64', float64: 'float64' },
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
      stretch: FACTORS.flatMap(lastStretch),
    };
  },
});

export const stuck = section({
  id: 'stuck-products',
  title: prose`Some products do not even die`,
  needs: { m: stuckProducts },
  write({ m }) {
    return [
      prose`
        One might think that a product of numbers below one always reaches zero in the end, so that a test for zero would
        find the accident. Try it: multiply by the same factor until nothing changes any more.
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
          What to see: some products rest *above* zero. Down there a float has only a few steps left; the smallest of them
          is ${real(m.smallest64, 'float64', { digits: 2 })}. A large factor takes away less than half a step, and rounding
          gives it back. The product is stuck, and every further token costs nothing. A factor of exactly one half is spared
          that: half a step is a tie, ties go to the even neighbour, and here that is zero.
        `,
        no: prose`What to see: all four products reach zero here.`,
      }),
      prose`
        How does that look on the way? ${ref('last-stretch')} compares the logarithm that the product *should* have with
        the logarithm of what float64 holds.
      `,
      figure({
        id: 'last-stretch',
        caption: prose`
          The last stretch of four products. To the right the true logarithm falls; exact products would lie on the dashed
          diagonal.
        `,
        alt: prose`
          Four rows of points along a falling diagonal, which they leave at its end. ${choose(m.anyStuck, {
            yes: prose`Those of the larger factors become level and go on for ever; the others end.`,
            no: prose`All of them end.`,
          })}
        `,
        data: {
          rows: m.stretch.map((point) => ({ ...point })),
          diagonal: [
            { exact: -700, float64: -700 },
            { exact: -748, float64: -748 },
          ],
        },
        spec: {
          height: 260,
          layer: [
            {
              data: { name: 'diagonal' },
              mark: { type: 'line', style: 'reference' },
              encoding: {
                x: { field: 'exact', type: 'quantitative', sort: 'descending' },
                y: { field: 'float64', type: 'quantitative' },
              },
            },
            {
              mark: { type: 'point', filled: true, size: 22 },
              encoding: {
                x: {
                  field: 'exact',
                  type: 'quantitative',
                  sort: 'descending',
                  title: 'ln of the exact product',
                  scale: { zero: false, nice: false },
                },
                y: {
                  field: 'float64',
                  type: 'quantitative',
                  title: 'ln of the float64 product',
                  scale: { zero: false },
                },
                color: {
                  field: 'factor',
                  type: 'nominal',
                  title: 'factor',
                  sort: ['0.9', '0.6', '0.5', '0.1'],
                },
              },
            },
          ],
        },
      }),
      prose`
        What to see: the points follow the diagonal for long. Towards its end the floats are *subnormal*: they keep fewer
        and fewer bits, and the steps between them become coarse, until ${term('underflow')} ends a row or rounding holds it
        up. A sum of logarithms has no such place; it would
        go on along the diagonal.
      `,
    ];
  },
});
