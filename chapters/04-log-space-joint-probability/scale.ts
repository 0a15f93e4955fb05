import { prose, section, table } from '#report';
import { equation, given, math, nats, probability, real, ref, term } from '#report/values';
import { carryOver } from './scale.measure.ts';

export const changeOfScale = section({
  id: 'change-of-scale',
  title: prose`The remedy: carry the multiplication over`,
  needs: { m: carryOver },
  write: ({ m }) => [
    prose`Slide rules multiplied long before computers did. They were two rulers with logarithmic marks. Slide
      two such rulers along each other: adding the lengths *multiplies* the numbers. It worked because the
      mark ${math`x`} sits at the distance ${math`\log x`}, and ${math`\log(xy) = \log x + \log y`}. And
      because each place belongs to exactly one number, the result can be read off.

      The same works in general. Let ${math`f`} convert a number on the new scale back to the old scale,
      one-to-one. Whatever can be done on the old scale, written ${math`\circ`}, can be carried over to the
      new one:`,
    equation`x \otimes y = f^{-1}\left( f(x) \circ f(y) \right)`,
    prose`Go to the old scale, do it there, and come back. Here ${math`\otimes`} is a new sign for the
      carried-over operation; it is not ordinary multiplication of ${math`x`} and ${math`y`}.

      Take ${math`f = \exp`}, so that the new scale holds ${term('log-probability', 'log-probabilities')}, and
      let ${math`\circ`} be multiplication. Then ${math`x \otimes y = \ln(e^x \cdot e^y) = x + y`}.
      Multiplication, carried over, *is* addition, and the detour through the old scale has disappeared.
      ${ref('carry-over')} does it with three numbers.`,
    table({
      id: 'carry-over',
      caption: prose`Three probabilities, multiplied on the old scale and added on the new one.`,
      rows: [
        ...m.rows.map(({ factor, log }) => ({ name: prose`factor`, old: given(factor), log })),
        { name: prose`product, and sum`, old: probability(m.product), log: m.sum },
      ],
      columns: [
        ['what', (row) => row.name],
        [math`p`, (row) => row.old],
        [prose`${math`\ell = \ln p`} (nats)`, (row) => nats(row.log, { digits: 2 })],
      ],
    }),
    prose`What to see: the last line needs no multiplication on the right. Going back with ${math`\exp`} gives
      ${real(m.back, { digits: 3 })} again.

      So the rule for long texts is short: **add log-probabilities, and go back to probabilities only to show
      them.**`,
  ],
});
