import { code, figure, list, prose, section, table } from '#report';
import * as mark from '#report/marks';
import { equation, given, math, real, ref } from '#report/values';
import { seriesLine } from './series.ts';
import { twoMaps } from './why.measure.ts';

/** Where the words on the marked points are. */
const LABELS = [
  { a: -8, align: 'left', dx: 4, dy: 17 },
  { a: -4, align: 'right', dx: -4, dy: -17 },
  { a: -1, align: 'right', dx: 9, dy: -23 },
  { a: 0, align: 'left', dx: 2, dy: -23 },
];

const place = {
  x: mark.q('a', { title: 'a', scale: { domain: [-8, 8] } }),
  y: mark.q('value', { title: 'value of the map', scale: { domain: [-9, 5], nice: false } }),
};

const zeroLabel = { x: 'a', y: { value: 14 }, text: 'label' };

export const why = section({
  id: 'why-it-works',
  title: prose`Why it works: a disguise`,
  needs: { m: twoMaps },
  write({ m }) {
    return [
      prose`All hints point to multiplication. Add ${math`4`} on both sides of the rule, and it shows:`,
      equation`\begin{aligned} (a \oplus_4 b) + 4 &= \frac{(a + 4)(b + 4)}{4} \\ 1 + \frac{a \oplus_4 b}{4} &= \left(1 + \frac{a}{4}\right)\left(1 + \frac{b}{4}\right) \end{aligned}`,
      prose`The upper form is a second program for the same rule, which the next sections need:`,
      code('#numerics/custom-algebra', 'compose-factors'),
      prose`The lower form says what the rule is. Call ${math`\varphi(a) = 1 + a/4`}. Then
        ${math`\varphi(a \oplus_4 b) = \varphi(a)\,\varphi(b)`}: our rule *is* multiplication. Each ${math`a`}
        is a factor in disguise, and ${math`\varphi`} takes the disguise off.

        ${ref('change-of-scale')} did the same with another map. In general: let ${math`\circ`} be an
        operation on an old scale, such as ${math`\times`}. Let ${math`f`} translate each number of the new
        scale into one of the old, so that each has exactly one partner. The operation on the new scale,
        written ${math`\otimes`}, takes three steps: translate, apply ${math`\circ`}, translate back.`,
      equation`x \otimes y = f^{-1}\left( f(x) \circ f(y) \right)`,
      prose`With ${math`\circ = \times`} and ${math`f = \exp`} this is the plus of log-space; with
        ${math`\circ = \times`} and ${math`f = \varphi`} it is ${math`\oplus_4`}.

        For positive factors, multiplication itself is addition in disguise. So there is a second map. Take
        four times the logarithm of the factor: ${math`\lambda(a) = 4 \ln(1 + a/4)`}, for ${math`a > -4`}.
        Then ${math`\lambda(a \oplus_4 b) = \lambda(a) + \lambda(b)`}. In the program, \`log1p(x)\` is
        ${math`\ln(1 + x)`} and \`expm1(x)\` is ${math`e^x - 1`}, both without losing the digits of a small
        ${math`x`}.`,
      code('#numerics/custom-algebra', 'phi-lambda'),
      prose`${ref('two-maps-table')} tries both maps on two numbers.`,
      table({
        id: 'two-maps-table',
        caption: prose`Two numbers and their composition, through both maps.`,
        rows: m.rows,
        columns: [
          ['what', (_row, index) => [math`a`, math`b`, math`a \oplus_4 b`][index] ?? ''],
          ['number', (row) => given(row.a)],
          [math`\varphi`, (row) => real(row.phi)],
          [math`\lambda`, (row) => real(row.lambda)],
        ],
      }),
      prose`What to see: below ${math`\varphi`} the last line is the product of the two above,
        ${real(m.check.product)}; below ${math`\lambda`} it is their sum, ${real(m.check.sum)}.

        Where do the maps send the three odd numbers, and zero? See ${ref('two-maps-figure')}.`,
      figure({
        id: 'two-maps-figure',
        caption: prose`The two maps. ${math`\varphi`} is a straight line through zero at ${math`-4`}, with
          four marked numbers; ${math`\lambda`} exists to the right of it only.`,
        alt: prose`The line of phi rises steadily and crosses zero at minus four. Four points are marked on
          it: ${list(m.marked.map(({ a, phi }) => prose`${given(a)} goes to ${real(phi)}`))}. The curve of
          lambda falls without end towards minus four, passes zero at zero, and rises ever more slowly to the
          right.`,
        data: {
          rows: m.curve,
          zero: [{ a: given(-4), label: 'this world’s zero' }],
          marked: m.marked.map(({ a, phi }) => ({
            a,
            value: phi,
            label: prose`${given(a)} → ${given(phi)}`,
          })),
        },
        spec: {
          height: 260,
          layer: [
            mark.reference({ x: 'a' }, { data: 'zero' }),
            seriesLine('map', ['φ', 'λ'], place, { clip: true }),
            mark.dots(place, { data: 'marked', size: 70, color: '$ink' }),
            ...LABELS.map(({ a, ...look }) => {
              const transform = [{ filter: `datum.a === ${a}` }];
              return mark.annotation({ ...place, text: 'label' }, { data: 'marked', transform, ...look });
            }),
            mark.annotation(zeroLabel, { data: 'zero', align: 'left', dx: 8 }),
          ],
        },
      }),
      prose`What to see: ${math`\varphi(-4) = 0`}. So ${math`-4`} is simply this world's zero, and zero times
        anything is zero. ${math`\varphi(0) = 1`}: our ${math`0`} is this world's one.
        ${math`\varphi(-1) = \tfrac{3}{4}`}, whose powers sink towards zero. ${math`\varphi(-8) = -1`}: hence
        the jumping. At ${math`-8`}, ${math`\lambda`} has no value. And a ${math`1`} is really the factor
        ${math`\tfrac{5}{4}`}: counting by the new rule takes its powers, and ${math`\varphi^{-1}`} makes
        ${math`4((5/4)^n - 1)`} of them.

        The five laws need no proof of their own any more. Order and brackets do not matter because they do
        not matter for products, and the factor zero is the one that has no inverse. Without ${math`-4`} these
        numbers form what mathematicians call a *group*: two of them never make ${math`-4`}, since two
        non-zero factors never make zero.`,
    ];
  },
});
