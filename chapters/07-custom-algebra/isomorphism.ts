import { at } from '#numerics/list';
import { code, prose, section, table } from '#report';
import { equation, given, math, ref } from '#report/values';
import { squareOf } from '../commuting-square.ts';
import { copies } from './isomorphism.measure.ts';

/** What becomes of ever more copies of a number, in the order of the measured ones. */
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
      prose`Why do two and two make five? Divide the rule by four and add one on both sides. The right side is then a
        product:`,
      equation`1 + \frac{a \otimes b}{4} = \left(1 + \frac{a}{4}\right)\left(1 + \frac{b}{4}\right)`,
      prose`So every number ${math`a`} stands for a factor, ${math`\varphi(a) = 1 + a/4`}. To apply the rule, turn both
        numbers into factors, multiply, and turn the product back with ${math`4(\varphi - 1)`}
        (${ref('square-custom')}). For a rise in price, the factor is ${math`1 + a`}. For a test, it is
        ${math`1 - a`}, the
        share of bugs that it misses.`,
      squareOf('custom', {
        numbers: {
          given: square.numbers.map((number) => given(number)),
          mapped: square.factors.map((factor) => given(factor)),
          combined: [given(square.product)],
          result: [given(square.result)],
        },
      }),
      prose`A one-to-one map that turns one operation into another is called an *isomorphism*. Carrying an operation
        over along such a map is *transport of structure*:`,
      code('#numerics/transport-of-structure', 'transport'),
      prose`With the map ${math`\varphi`}, it turns multiplication into the invented rule. \`times(2, 2)\` returns
        ${given(square.result)}:`,
      code('#chapters/07-custom-algebra/field', 'times'),
      prose`What happens if you combine ever more copies of the same number (${ref('copies-table')})?`,
      table({
        id: 'copies-table',
        caption: prose`Copies of a number combined by ${math`\otimes`}, and the factor that the number stands for.`,
        rows: rows.map((row, index) => ({ ...row, many: at(MANY, index) })),
        columns: [
          [math`a`, ({ number }) => given(number)],
          [math`\varphi(a)`, ({ factor }) => given(factor)],
          ['two copies', ({ two }) => given(two)],
          ['three copies', ({ three }) => given(three)],
          ['more and more copies', ({ many }) => many],
        ],
      }),
      prose`The factors explain each row. Powers of ${math`\tfrac{5}{4}`} grow, powers of ${math`\tfrac{3}{4}`} approach
        zero, and powers of ${math`-1`} alternate.`,
    ];
  },
});
