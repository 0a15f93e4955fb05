import { box, choose, code, curious, list, type MathPart, type Prose, prose, section, table } from '#report';
import { count, equation, given, math, percent, real, ref, term } from '#report/values';
import { lawsInNumbers } from './laws.measure.ts';
import { nearMiss } from './near-miss.measure.ts';

const LAWS: readonly (readonly [law: Prose, factors: MathPart | Prose, disguised: MathPart | Prose])[] = [
  [prose`order does not matter`, math`xy = yx`, math`a \boxplus b = b \boxplus a`],
  [
    prose`brackets do not matter`,
    math`(xy)z = x(yz)`,
    math`(a \boxplus b) \boxplus c = a \boxplus (b \boxplus c)`,
  ],
  [prose`changes nothing`, math`1`, math`0`],
  [
    prose`undoes a number`,
    prose`${math`1/x`}, for all but ${math`0`}`,
    prose`${math`-a / (1 + a/4)`}, for all but ${math`-4`}`,
  ],
  [prose`swallows all`, math`0`, math`-4`],
  [prose`${math`n`} of the same`, math`x^n`, math`4\left((1 + a/4)^n - 1\right)`],
];

export const laws = section({
  id: 'algebra-laws',
  title: prose`The laws come for free`,
  needs: { m: lawsInNumbers, near: nearMiss },
  write({ m, near }) {
    const triple = ({ a, b, c }: typeof near.passing) => list([given(a), given(b), given(c)]);
    return [
      prose`Whatever holds for factors holds for their disguises. Take brackets. The factor of
        ${math`(a \boxplus b) \boxplus c`} is ${math`\varphi(a)\,\varphi(b)\,\varphi(c)`}, and so is that of
        ${math`a \boxplus (b \boxplus c)`}. Different numbers have different factors. So two results with the same factor are the same number: ${math`\boxplus`} is
        ${term('associative')}, as multiplication is. ${ref('algebra-laws-table')} translates the rest.`,
      table({
        id: 'algebra-laws-table',
        caption: prose`Each law of multiplication, and what it says in disguise.`,
        rows: LAWS,
        columns: [
          ['law', ([law]) => law],
          ['for factors', ([, factors]) => factors],
          [prose`for ${math`\boxplus`}`, ([, , disguised]) => disguised],
        ],
      }),
      prose`Here is also where it fails. Zero has no reciprocal, so its disguise, ${math`-4`}, cannot be undone:
        it is the ${term('absorbing element')}, which turns all it meets into itself. All numbers but
        ${math`-4`} form what is called a *group*: two of them always make a third (non-zero factors never make
        zero), brackets do not matter, one number changes nothing, and each can be undone. Algebra knows the rule,
        with one in place of the quarter, as the *formal multiplicative group law*, ${math`x + y + xy`}.

        ${choose(m.verdict, {
          'all hold': prose`In the program, on ${count(m.triples)} random triples of exact fractions no law failed.`,
          'some fail': prose`In the program, on ${count(m.triples)} random triples of exact fractions some law failed, so the program
            does not compute this rule.`,
        })} In floats the laws hold up to rounding: only ${percent(m.equalShare, 2)} of the triples
        gave the same last digit for both placements of the brackets. So compare with a tolerance. Multiplied out, the result is ${math`a + b + c + (ab + ac + bc)/4 + abc/16`}. Its terms may cancel and leave little; so measure the error against the sum of their absolute values, not against the result. None was above ${real(m.largestError, 2)} of that sum.`,
      curious(prose`Why not just try a few numbers?`, [
        prose`A programmer's near miss: the same rule for positive whole numbers, the quarter of the product rounded down.`,
        code('#chapters/07-custom-algebra/near-miss.measure', 'near-miss'),
        prose`With ${triple(near.passing)}, both placements of the brackets give ${count(near.passing.left)}. It is
          still not associative: ${triple(near.failing)} give ${count(near.failing.left)} or
          ${count(near.failing.right)}. Of all ${count(near.triples)} triples ${math`a \le b \le c`} up to
          ${given(near.largest)}, ${percent(near.share, 2)} pass: a single
          example would fool you half the time.`,
        prose`Examples refute; a proof looks at all numbers at once.`,
      ]),
      curious(prose`How do the proofs look with the disguise on?`, [
        box('card-associative', prose`Brackets do not matter`, [
          prose`Expand the left side, where the whole of ${math`a \boxplus b`} meets ${math`c`}:`,
          equation`\begin{aligned} (a \boxplus b) \boxplus c &= \left(a + b + \tfrac{ab}{4}\right) + c + \tfrac{1}{4}\left(a + b + \tfrac{ab}{4}\right)c \\ &= a + b + c + \tfrac{ab + ac + bc}{4} + \tfrac{abc}{16} \end{aligned}`,
          prose`The result treats all letters alike. And since order does not matter, the right side is ${math`(b \boxplus c) \boxplus a`}, the same with
            other letters, and so the same.`,
        ]),
        box('card-absorbing', prose`Minus four swallows all`, [
          equation`-4 \boxplus b = -4 + b + \frac{-4b}{4} = -4 + b - b = -4`,
        ]),
        box('card-inverse', prose`Every other number can be undone`, [
          equation`a + b + \frac{ab}{4} = 0 \quad\Longleftrightarrow\quad b\left(1 + \frac{a}{4}\right) = -a \quad\Longleftrightarrow\quad b = \frac{-a}{1 + a/4}`,
          prose`The last step divides by ${math`1 + a/4`}, which is zero for ${math`a = -4`} alone. The program
            refuses that one by name:`,
          code('#numerics/custom-algebra', 'inverse'),
        ]),
      ]),
    ];
  },
});
