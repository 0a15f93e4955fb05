import { type MathPart, type Prose, prose, section, table } from '#report';
import { equation, given, math, percent, ref, term } from '#report/values';
import { threeRules } from './scores.measure.ts';

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

      The numbers above ${given(-4)} are a group by themselves, and have a second map. Their factors are positive, and
      the logarithm turns their product into a sum:`,
    equation`\ln\left(1 + \frac{a \otimes b}{4}\right) = \ln\left(1 + \frac{a}{4}\right) + \ln\left(1 + \frac{b}{4}\right)`,
    prose`So the same rule is multiplication by one map and *addition* by another. ${ref('gallery')} has more such maps,
      and ${ref('finding-the-map')} finds the map of a new rule.`,
  ],
});

export const family = section({
  id: 'family',
  title: prose`One family: compound growth, noisy-or, log-probabilities`,
  needs: { m: threeRules },
  write: ({ m: { growth, tests } }) => [
    prose`The quarter was arbitrary. Replace it by any number ${math`k`}:`,
    equation`a \otimes_k b = a + b + k\,ab`,
    prose`Now the factor of ${math`a`} is ${math`1 + ka`}.

      - With ${math`k = 1`}, this is *compound growth*. A rise of ${percent(growth.first, 2)} has the factor
        ${math`1.1`}, and the price is multiplied by it.
      - With ${math`k = -1`}, it is *noisy-or*. A test that catches ${percent(tests.caught, 2)} of all bugs has the
        factor ${math`0.1`}, which is the share that it misses. The shares missed multiply.
      - With ${math`k = 0`}, it is plain addition. Every factor is one, so multiplying factors tells nothing.

      Adding ${term('log-probability', 'log-probabilities')} is the member with ${math`k = 0`}. ${ref('scales')} shows which
      scales belong to the others, and how they approach the logarithm.`,
  ],
});

export const secondOperation = section({
  id: 'second-operation',
  title: prose`A second operation: distributive law and field`,
  needs: {},
  write: () => [
    prose`What does addition become under the same map? Add the factors, and turn the sum back:`,
    equation`a \oplus b = 4\left(\left(1 + \frac{a}{4}\right) + \left(1 + \frac{b}{4}\right) - 1\right) = a + b + 4`,
    prose`So ${math`2 \oplus 2 = 8`}. The laws of addition carry over: order and brackets do not matter,
        ${given(-4)} is the identity, and ${math`-8 - a`} is the inverse of ${math`a`}. The *distributive law* holds as
        well:`,
    equation`a \otimes (b \oplus c) = (a \otimes b) \oplus (a \otimes c)`,
    prose`For ${given(2)}, ${given(4)} and ${given(8)}, these are ${math`2 \otimes 16`} and ${math`8 \oplus 14`}, both
        ${given(26)}.

        Two operations with all these laws make a *field*. You can add, subtract, multiply, and divide by any number but
        ${given(-4)}. The distributive law also saves work: the right side takes three operations, the left only two.
        ${ref('05-log-semiring-on-graphs')} uses this saving to add up exponentially many paths in one pass.`,
  ],
});
