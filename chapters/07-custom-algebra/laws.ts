import { code, curious, list, type MathPart, type Prose, prose, section, table } from '#report';
import { count, equation, given, math, percent, ref, term } from '#report/values';
import { roundedRule } from './rounded-rule.measure.ts';

const LAWS: readonly (readonly [law: Prose, factors: MathPart | Prose, rule: MathPart | Prose])[] = [
  [prose`order does not matter`, math`xy = yx`, math`a \otimes b = b \otimes a`],
  [
    prose`brackets do not matter`,
    math`(xy)z = x(yz)`,
    math`(a \otimes b) \otimes c = a \otimes (b \otimes c)`,
  ],
  [prose`identity`, math`1`, math`0`],
  [prose`${term('absorbing element')}`, math`0`, math`-4`],
  [
    prose`inverse`,
    prose`${math`1/x`}, unless ${math`x = 0`}`,
    prose`${math`-a / (1 + a/4)`}, unless ${math`a = -4`}`,
  ],
  [prose`${math`n`} copies combined`, math`x^n`, math`4\left((1 + a/4)^n - 1\right)`],
];

export const laws = section({
  id: 'algebra-laws',
  title: prose`The laws come for free`,
  needs: { m: roundedRule },
  write({ m }) {
    const triple = ({ a, b, c }: typeof m.passing) => list([given(a), given(b), given(c)]);
    return [
      prose`Is ${math`(a \otimes b) \otimes c`} the same number as ${math`a \otimes (b \otimes c)`}? Both have the factor
        ${math`\varphi(a)\,\varphi(b)\,\varphi(c)`}. A factor belongs to only one number, so they are the same. The
        rule is ${term('associative')} because multiplication is. Since ${math`\varphi`} reaches every number, all other
        laws carry over in the same way (${ref('algebra-laws-table')}).`,
      table({
        id: 'algebra-laws-table',
        caption: prose`Laws of multiplication, and the same laws for ${math`\otimes`}.`,
        rows: LAWS,
        columns: [
          ['law or element', ([law]) => law],
          ['for factors', ([, factors]) => factors],
          [prose`for ${math`\otimes`}`, ([, , rule]) => rule],
        ],
      }),
      prose`So you can undo a combination with ${given(4)}, whose factor is ${given(2)}: combine the result with
        ${given(-2)}, whose factor is one half. Only ${given(-4)} has no inverse: its factor is zero, so
        ${math`-4 \otimes b = -4`} for every ${math`b`}.

        These laws hold for exact numbers. With floats, order still does not matter, but most other laws hold only
        approximately, and near ${given(0)} and ${given(-4)} some fail (${ref('token-fold')}).`,
      curious(prose`Could you check the laws without the map?`, [
        prose`Tests alone can mislead. Here is nearly the same rule, for whole numbers:`,
        code('#chapters/07-custom-algebra/rounded-rule.measure', 'rounded-rule'),
        prose`For ${triple(m.passing)}, both placements of the brackets give ${count(m.passing.left)}. But for
          ${triple(m.failing)} they give ${count(m.failing.left)} and ${count(m.failing.right)}, so this rule is not
          associative. Of all ${count(m.triples)} triples ${math`a \le b \le c`} up to ${given(m.largest)},
          ${percent(m.share, 2)} pass. A test with one random triple would miss the fault that often.

          A proof covers all numbers. Without the map, you would expand both sides:`,
        equation`\begin{aligned} (a \otimes b) \otimes c &= \left(a + b + \tfrac{ab}{4}\right) + c + \tfrac{1}{4}\left(a + b + \tfrac{ab}{4}\right)c \\ &= a + b + c + \tfrac{ab + ac + bc}{4} + \tfrac{abc}{16} \end{aligned}`,
        prose`The last line treats all three letters alike, so ${math`(b \otimes c) \otimes a`} is the same number.
          Since order does not matter, that number is ${math`a \otimes (b \otimes c)`}. Expanding works, but each law
          needs its own calculation. The map proves all laws of the rule at once.`,
      ]),
    ];
  },
});
