import { code, type MathPart, type Prose, prose, section, table } from '#report';
import { equation, given, math, ref } from '#report/values';
import { distributive } from './second-operation.measure.ts';

const LAWS: readonly (readonly [law: Prose, factors: MathPart, sum: MathPart])[] = [
  [prose`order does not matter`, math`x + y = y + x`, math`a \oplus b = b \oplus a`],
  [
    prose`brackets do not matter`,
    math`(x + y) + z = x + (y + z)`,
    math`(a \oplus b) \oplus c = a \oplus (b \oplus c)`,
  ],
  [prose`identity`, math`0`, math`-4`],
  [prose`inverse`, math`-x`, math`-8 - a`],
  [
    prose`distributive law`,
    math`x(y + z) = xy + xz`,
    math`a \otimes (b \oplus c) = (a \otimes b) \oplus (a \otimes c)`,
  ],
];

export const secondOperation = section({
  id: 'second-operation',
  title: prose`A second operation`,
  needs: { m: distributive },
  write({ m }) {
    const { a, b, c, sum, left, first, second, right, twoAndTwo } = m;
    return [
      prose`What does addition become under the same map? Add the
        factors, and turn the sum back:`,
      equation`a \oplus b = 4\left(\left(1 + \frac{a}{4}\right) + \left(1 + \frac{b}{4}\right) - 1\right) = a + b + 4`,
      code('#chapters/07-custom-algebra/field', 'plus'),
      prose`\`plus(2, 2)\` returns ${given(twoAndTwo)}. Combining a number with ${math`-4`} by ⊕ changes nothing, because
        the factor of ${math`-4`} is zero (${ref('field-table')}).`,
      table({
        id: 'field-table',
        caption: prose`Laws of addition, and the same laws for ${math`\oplus`}.`,
        rows: LAWS,
        columns: [
          ['law', ([law]) => law],
          ['for factors', ([, factors]) => factors],
          [prose`for ${math`\oplus`}`, ([, , sum]) => sum],
        ],
      }),
      prose`Test the distributive law on ${given(a)}, ${given(b)} and ${given(c)}: ${given(a)} ⊗ (${given(b)} ⊕
        ${given(c)}) = ${given(a)} ⊗ ${given(sum)} = ${given(left)}, and (${given(a)} ⊗ ${given(b)}) ⊕ (${given(a)} ⊗
        ${given(c)}) = ${given(first)} ⊕ ${given(second)} = ${given(right)}.

        Two operations that obey the laws of ${ref('algebra-laws-table')} and ${ref('field-table')} make a *field*. This
        field is the real numbers under other names. What is a field good for?

        - **School algebra works.** You can solve equations, factor polynomials and invert matrices.
        - **Sums get cheaper.** The right side of the distributive law takes three operations, the left side takes only two.
          ${ref('05-log-semiring-on-graphs')} uses this law, also written with ⊕ and ⊗, to add up exponentially many
          paths in one pass.`,
    ];
  },
});
