import { at } from '#numerics/list';
import { code, prose, section, table } from '#report';
import { equation, given, math, ref } from '#report/values';
import { squareOf } from '../commuting-square.ts';
import { copies } from './isomorphism.measure.ts';

/** What happens to more and more copies of a number, in the order of the measured ones. */
const MANY = [
  prose`grow without limit`,
  prose`approach ${given(-4)}`,
  prose`stay at ${given(-4)}`,
  prose`alternate`,
];

export const isomorphism = section({
  id: 'algebra-disguise',
  title: prose`Multiplication in disguise`,
  needs: { m: copies },
  write({ m: { rows, square } }) {
    return [
      prose`Why do two and two make five? Divide the rule by four and add one. The result is a product:`,
      equation`\begin{aligned} 1 + \frac{a \otimes b}{4} &= 1 + \frac{a}{4} + \frac{b}{4} + \frac{ab}{16} \\ &= \left(1 + \frac{a}{4}\right)\left(1 + \frac{b}{4}\right) \end{aligned}`,
      prose`So every number ${math`a`} stands for a *factor*, ${math`\varphi(a) = 1 + a/4`}. To apply the rule, turn both
        numbers into factors, multiply, and turn the product ${math`x`} back into ${math`4(x - 1)`} (${ref('square-custom')}). For a rise in price, the factor is ${math`1 + a`}. For a test, it
        is ${math`1 - a`}, the share of bugs that the test misses.`,
      squareOf('custom', {
        numbers: {
          given: square.numbers.map((number) => given(number)),
          mapped: square.factors.map((factor) => given(factor)),
          combined: [given(square.product)],
          result: [given(square.result)],
        },
      }),
      prose`The map ${math`\varphi`} is one-to-one and *onto*: every factor belongs to exactly one number. Such a map that
        turns one operation into another is called an *isomorphism*. Carrying an operation over along such a map is
        *transport of structure*:`,
      code('#numerics/transport-of-structure', 'transport'),
      prose`With the map ${math`\varphi`}, \`transport\` turns multiplication into the invented rule. \`times(2, 2)\` returns
        ${given(square.result)}:`,
      code('#chapters/07-custom-algebra/field', 'times'),
      prose`What happens if you combine more and more copies of the same number (${ref('copies-table')})?`,
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
      prose`The factors explain each row. Powers of ${given(1.25)} grow, powers of ${given(0.75)} approach zero, powers of zero
        stay zero, and powers of ${given(-1)} alternate.`,
    ];
  },
});
