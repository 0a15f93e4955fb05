import { table } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { equation, given, math, nats, probability, real, term } from '#report/values';

const FACTORS = [0.5, 0.2, 0.9];

export const carryOver = measurement({
  id: 'carry-over',
  kinds: {
    rows: { factor: 'exact', log: 'float64' },
    product: 'float64',
    sum: 'float64',
    back: 'float64',
  },
  async measure() {
    const rows = FACTORS.map((factor) => ({ factor, log: Math.log(factor) }));
    const sum = rows.reduce((total, { log }) => total + log, 0);
    return { rows, product: FACTORS.reduce((total, factor) => total * factor, 1), sum, back: Math.exp(sum) };
  },
});

export const changeOfScale = section({
  id: 'change-of-scale',
  title: prose`The remedy: carry the multiplication over`,
  needs: { m: carryOver },
  write({ m }) {
    return [
      prose`
        Slide rules multiplied long before computers did. Two rulers with logarithmic marks slid along each other: the
        lengths *added*, and the marks *multiplied*. It worked because every positive number has exactly one place on such a
        ruler, and every place belongs to one number.

        The same works in general. Let ${math`f`} lead from a new scale back to an old one, one-to-one. Whatever can be done
        on the old scale, written ${math`\circ`}, can be carried over to the new one:
      `,
      equation`x * y = f^{-1}\left( f(x) \circ f(y) \right)`,
      prose`
        Go to the old scale, do it there, and come back. Take ${math`f = \exp`}, so that the new scale holds
        ${term('log-probability', 'log-probabilities')}, and let ${math`\circ`} be multiplication. Then
        ${math`x * y = \ln(e^x \cdot e^y) = x + y`}. Multiplication, carried over, *is* addition, and the detour through
        the old scale has disappeared.
      `,
      table({
        id: 'carry-over',
        caption: prose`Three probabilities, multiplied on the old scale and added on the new one.`,
        rows: [
          ...m.rows.map((row) => ({
            name: prose`factor`,
            old: prose`${given(row.factor)}`,
            log: prose`${nats(row.log)}`,
          })),
          {
            name: prose`product, and sum`,
            old: prose`${probability(m.product)}`,
            log: prose`${nats(m.sum)}`,
          },
        ],
        columns: [
          { head: prose`what`, cell: (row) => row.name },
          { head: prose`${math`p`}`, align: 'right', cell: (row) => row.old },
          { head: prose`${math`\ell = \ln p`} (nats)`, align: 'right', cell: (row) => row.log },
        ],
      }),
      prose`
        What to see: the last line needs no multiplication on the right. Going back with ${math`\exp`} gives
        ${real(m.back, 'float64', { digits: 3 })} again.

        So the rule for long texts is short: **add log-probabilities, and go back to probabilities only to show them.**
      `,
    ];
  },
});
