import { type MathPart, type Prose, prose, section, table } from '#report';
import { equation, given, math, ref, term } from '#report/values';

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
  title: prose`Identity, inverses, powers: the rule makes a group`,
  needs: {},
  write: () => [
    prose`All other laws of multiplication carry over in the same way (${ref('algebra-laws-table')}).`,
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
    prose`To undo a combination with ${given(4)}, whose factor is ${given(2)}, combine the result with ${given(-2)},
      whose factor is one half. Only ${given(-4)} cannot be undone. Its factor is zero, so ${math`-4 \otimes b = -4`}
      for every ${math`b`}.

      Leave ${given(-4)} out. Then combining two numbers never leads back to it, brackets do not matter, there is an
      identity, and every number has an inverse. These four properties make a *group*.

      The numbers above ${given(-4)} are a group by themselves, and have a second map. Their factors are positive, so
      take the logarithm. The product of the factors becomes a sum:`,
    equation`\ln\left(1 + \frac{a \otimes b}{4}\right) = \ln\left(1 + \frac{a}{4}\right) + \ln\left(1 + \frac{b}{4}\right)`,
    prose`So the same rule is multiplication by one map and *addition* by another. ${ref('gallery')} does this to nine rules in
      use, ${ref('finding-the-map')} finds such a map for a new rule, and ${ref('second-operation')} carries addition back
      along ${math`\varphi`}.`,
  ],
});
