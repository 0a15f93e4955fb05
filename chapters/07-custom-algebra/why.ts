import { compose, lambda, phi } from '#numerics/custom-algebra';
import { code, figure, table } from '#report/block';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { equation, given, math, real, ref } from '#report/values';
import { SERIES_LINE, seriesEncoding } from './series.ts';

const EXAMPLE = [2, 6] as const;
const CURVE = Array.from({ length: 161 }, (_, index) => -8 + index / 10);

export const twoMaps = measurement({
  id: 'two-maps',
  kinds: {
    rows: { a: 'exact', phi: 'exact', lambda: 'float64' },
    check: { product: 'exact', sum: 'float64' },
    curve: { a: 'exact', map: 'exact', value: 'float64' },
  },
  async measure() {
    const [a, b] = EXAMPLE;
    const composed = compose(a, b);
    const row = (value: number) => ({ a: value, phi: phi(value), lambda: lambda(value) });
    return {
      rows: [row(a), row(b), row(composed)],
      check: { product: phi(a) * phi(b), sum: lambda(a) + lambda(b) },
      curve: CURVE.flatMap((value) => [
        { a: value, map: 'φ', value: phi(value) },
        ...(value > -4 ? [{ a: value, map: 'λ', value: lambda(value) }] : []),
      ]),
    };
  },
});

export const why = section({
  id: 'why-it-works',
  title: prose`Why it works: a disguise`,
  needs: { m: twoMaps },
  write({ m }) {
    return [
      prose`
        All hints point to multiplication. Add ${math`4`} on both sides of the rule, and it shows:
      `,
      equation`(a \oplus_4 b) + 4 = \frac{(a + 4)(b + 4)}{4} \qquad\text{or}\qquad 1 + \frac{a \oplus_4 b}{4} = \left(1 + \frac{a}{4}\right)\left(1 + \frac{b}{4}\right)`,
      prose`
        The left form is a second program for the same rule. The next sections need it:
      `,
      code('#numerics/custom-algebra', 'compose-factors'),
      prose`
        The right form says what the rule is. Call ${math`\varphi(a) = 1 + a/4`}. Then
        ${math`\varphi(a \oplus_4 b) = \varphi(a)\,\varphi(b)`}: our rule *is* multiplication. Each ${math`a`} is a factor
        in disguise, and ${math`\varphi`} takes the disguise off. It is the carrying-over that turns products of
        probabilities into sums of logs (${ref('change-of-scale')}), with another map. Let ${math`f`} lead from a new scale
        to an old one, one-to-one and onto: no two numbers go to the same place, and no place is left out. What
        ${math`\circ`} does on the old scale becomes
      `,
      equation`x * y = f^{-1}\left( f(x) \circ f(y) \right)`,
      prose`
        on the new one. With ${math`f = \exp`}, onto the positive factors, and ${math`\circ = \times`} it is the plus of
        log-space. With ${math`f = \varphi`}, onto all numbers, it is ${math`\oplus_4`}.

        For positive factors, multiplication itself is addition in disguise. So there is a second map. Take the logarithm of the factor:
        ${math`\lambda(a) = 4 \ln(1 + a/4)`}, for ${math`a > -4`}. Then
        ${math`\lambda(a \oplus_4 b) = \lambda(a) + \lambda(b)`}.
      `,
      code('#numerics/custom-algebra', 'phi-lambda'),
      table({
        id: 'two-maps-table',
        caption: prose`Two numbers and their composition, through both maps.`,
        rows: m.rows,
        columns: [
          {
            head: prose`what`,
            cell: (_row, index) =>
              [prose`${math`a`}`, prose`${math`b`}`, prose`${math`a \oplus_4 b`}`][index] ?? prose``,
          },
          { head: prose`number`, align: 'right', cell: (row) => prose`${given(row.a)}` },
          {
            head: prose`${math`\varphi`}`,
            align: 'right',
            cell: (row) => prose`${real(row.phi, 'exact')}`,
          },
          {
            head: prose`${math`\lambda`}`,
            align: 'right',
            cell: (row) => prose`${real(row.lambda, 'float64')}`,
          },
        ],
      }),
      prose`
        What to see: in the third column the last line is the product of the two above,
        ${real(m.check.product, 'exact')}. In the fourth it is their sum, ${real(m.check.sum, 'float64')}.

        Where do the maps send the three strange numbers?
      `,
      figure({
        id: 'two-maps-figure',
        caption: prose`
          The two maps. ${math`\varphi`} is a straight line through zero at ${math`-4`}; ${math`\lambda`} exists to the
          right of it only.
        `,
        alt: prose`
          The line of phi rises steadily and crosses zero at minus four. The curve of lambda falls without end towards minus
          four, passes zero at zero, and rises ever more slowly to the right.
        `,
        data: {
          rows: m.curve.map((point) => ({ ...point })),
          zero: [{ a: -4, label: 'this world’s zero' }],
        },
        spec: {
          height: 260,
          layer: [
            {
              data: { name: 'zero' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { x: { field: 'a', type: 'quantitative' } },
            },
            {
              mark: { ...SERIES_LINE, clip: true },
              encoding: {
                x: { field: 'a', type: 'quantitative', title: 'a', scale: { domain: [-8, 8] } },
                y: {
                  field: 'value',
                  type: 'quantitative',
                  title: 'value of the map',
                  scale: { domain: [-9, 5], nice: false },
                },
                ...seriesEncoding('map', ['φ', 'λ']),
              },
            },
            {
              data: { name: 'zero' },
              mark: { type: 'text', style: 'annotation', align: 'right', dx: -8 },
              encoding: {
                x: { field: 'a', type: 'quantitative' },
                y: { value: 14 },
                text: { field: 'label', type: 'nominal' },
              },
            },
          ],
        },
      }),
      prose`
        What to see: ${math`\varphi(-4) = 0`}. So ${math`-4`} is simply this world's zero, and zero times anything is zero.
        ${math`\varphi(0) = 1`}: our ${math`0`} is this world's one. ${math`\varphi(-8) = -1`}: hence the jumping. And a ${math`1`}
        is really the factor ${math`\tfrac{5}{4}`}: counting by the new rule takes its powers, and ${math`\varphi^{-1}`} makes
        ${math`4((5/4)^n - 1)`} of them.

        The five laws need no proof of their own any more. Order and brackets do not matter because they do not matter for products,
        and the factor zero is the one that has no inverse.
      `,
    ];
  },
});
