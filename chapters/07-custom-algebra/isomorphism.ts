import { at } from '#numerics/list';
import { code, prose, section, table } from '#report';
import { equation, given, math, ref } from '#report/values';
import { squareOf } from '../commuting-square.ts';
import { copies } from './isomorphism.measure.ts';

/** What happens to more and more copies of a number, in the order of the measured ones. */
const MANY = [
  prose`the results grow without limit`,
  prose`the results approach ${given(-4)}`,
  prose`the results stay at ${given(-4)}`,
  prose`the results alternate between ${given(0)} and ${given(-8)}`,
];

export const isomorphism = section({
  id: 'algebra-disguise',
  title: prose`Multiplication in disguise`,
  needs: { m: copies },
  write({ m: { rows, square } }) {
    return [
      prose`Divide the result of the rule by four and add one. You get a product:`,
      equation`\begin{aligned} 1 + \frac{a \otimes b}{4} &= 1 + \frac{a}{4} + \frac{b}{4} + \frac{ab}{16} \\ &= \left(1 + \frac{a}{4}\right)\left(1 + \frac{b}{4}\right) \end{aligned}`,
      prose`So every number ${math`a`} stands for a *factor*, ${math`\varphi(a) = 1 + a/4`}. To apply the rule, turn
        both numbers into factors, multiply the factors, and turn the product ${math`x`} back into ${math`4(x - 1)`}
        (${ref('square-custom')}).`,
      squareOf('custom', {
        numbers: {
          given: square.numbers.map((number) => given(number)),
          mapped: square.factors.map((factor) => given(factor)),
          combined: [given(square.product)],
          result: [given(square.result)],
        },
      }),
      prose`The map ${math`\varphi`} is one-to-one and *onto*: every factor belongs to exactly one number. If such a
        map also turns one operation into another, it is an *isomorphism*. Carrying an operation over along such a map
        is *transport of structure*:`,
      code('#numerics/transport-of-structure', 'transport'),
      prose`With the map ${math`\varphi`}, \`transport\` turns multiplication into the invented rule. \`times(2, 2)\`
        returns ${given(square.result)}:`,
      code('#chapters/07-custom-algebra/field', 'times'),
      prose`${ref('copies-table')} shows what happens when you combine more and more copies of a number.`,
      table({
        id: 'copies-table',
        caption: prose`Copies of a number combined by ${math`\otimes`}, and the factor that the number stands for.`,
        rows: rows.map((row, index) => ({ ...row, many: at(MANY, index) })),
        columns: [
          [math`a`, ({ number }) => given(number)],
          [prose`factor ${math`\varphi(a)`}`, ({ factor }) => given(factor)],
          ['two copies', ({ two }) => given(two)],
          ['three copies', ({ three }) => given(three)],
          ['more and more copies', ({ many }) => many],
        ],
      }),
      prose`The powers of the factor explain each row.`,
    ];
  },
});
