import { code, type MathPart, type Prose, prose, section, table } from '#report';
import { equation, given, math, ref } from '#report/values';
import { distributive } from './second-operation.measure.ts';

const PARTS: readonly (readonly [part: Prose, factors: MathPart, field: MathPart])[] = [
  [prose`zero`, math`0`, math`-4`],
  [prose`one`, math`1`, math`0`],
  [prose`minus one`, math`-1`, math`-8`],
  [prose`negative`, math`-x`, math`-8 - a`],
  [prose`sum`, math`x + y`, math`a + b + 4`],
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
      prose`So far we have carried over only multiplication. What does addition become under the same map? Add the
        factors, and turn the sum back:`,
      equation`a \oplus b = 4\left(\left(1 + \frac{a}{4}\right) + \left(1 + \frac{b}{4}\right) - 1\right) = a + b + 4`,
      code('#chapters/07-custom-algebra/field', 'plus'),
      prose`\`plus(2, 2)\` returns ${given(twoAndTwo)}. Adding ${math`-4`} changes nothing, because ${math`-4`}
        stands for
        zero (${ref('field-table')}).`,
      table({
        id: 'field-table',
        caption: prose`Ordinary arithmetic with factors, and the same arithmetic with ${math`\oplus`} and
          ${math`\otimes`}.`,
        rows: PARTS,
        columns: [
          ['part of arithmetic', ([part]) => part],
          ['with factors', ([, factors]) => factors],
          [prose`with ${math`\oplus`} and ${math`\otimes`}`, ([, , field]) => field],
        ],
      }),
      prose`Test the distributive law on ${given(a)}, ${given(b)} and ${given(c)}: ${given(a)} ⊗ (${given(b)} ⊕
        ${given(c)}) = ${given(a)} ⊗ ${given(sum)} = ${given(left)}, and (${given(a)} ⊗ ${given(b)}) ⊕ (${given(a)} ⊗
        ${given(c)}) = ${given(first)} ⊕ ${given(second)} = ${given(right)}.

        Numbers with two operations that obey these laws form a *field*. This one is the real numbers under other names.
        What does that buy you?

        - **School algebra works.** You can solve equations, factor polynomials and invert matrices.
        - **Sums get cheaper.** ${math`(a \otimes b) \oplus (a \otimes c)`} takes three operations,
          ${math`a \otimes (b \oplus c)`} only two. ${ref('05-log-semiring-on-graphs')} uses this law, with the same
          signs, to
          add up exponentially many paths in one pass.
        - **Code carries over.** A program that takes its operations, its zero and its one as parameters also runs on
          these numbers.`,
    ];
  },
});
