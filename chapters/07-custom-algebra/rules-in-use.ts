import { type MathPart, type Prose, prose, section, table } from '#report';
import { cite, equation, given, math, real, ref, term } from '#report/values';
import { equalLevels } from './rules-in-use.measure.ts';

const RULES: readonly (readonly [what: Prose, map: MathPart, rule: MathPart, identity: Prose])[] = [
  [prose`probabilities of independent events`, math`-\ln p`, math`pq`, prose`${math`1`}, the certain event`],
  [
    prose`sound levels of independent sources, in dB`,
    math`10^{a/10}`,
    math`10 \log_{10}\left(10^{a/10} + 10^{b/10}\right)`,
    prose`${math`-\infty`}, silence`,
  ],
  [
    prose`log-probabilities of mutually exclusive events`,
    math`e^\ell`,
    math`\ln\left(e^\ell + e^m\right)`,
    prose`${math`-\infty`}, the impossible event`,
  ],
  [
    prose`velocities along a line, as fractions of the speed of light`,
    math`\tfrac{1}{2} \ln \frac{1 + v}{1 - v}`,
    math`\frac{u + v}{1 + uv}`,
    prose`${math`0`}, rest`,
  ],
  [
    prose`beliefs from conditionally independent evidence, starting at even ${term('odds')}`,
    math`\ln \frac{p}{1 - p}`,
    math`\frac{pq}{pq + (1 - p)(1 - q)}`,
    prose`${math`\tfrac{1}{2}`}, no evidence`,
  ],
  [
    prose`at least one of two independent events`,
    math`-\ln(1 - p)`,
    math`p + q - pq`,
    prose`${math`0`}, the impossible event`,
  ],
  [prose`our invented rule`, math`\ln(1 + a/4)`, math`a + b + \tfrac{ab}{4}`, prose`${math`0`}`],
];

export const rulesInUseSection = section({
  id: 'gallery',
  title: prose`Six rules that people use`,
  needs: { m: equalLevels },
  write: ({ m }) => [
    prose`\`transport\` works for any operation ${math`\circ`} and any one-to-one map ${math`f`}, provided that the
      result of ${math`\circ`} is a value of ${math`f`}:`,
    equation`x \ast y = f^{-1}\left(f(x) \circ f(y)\right)`,
    prose`So far, ${math`\circ`} was multiplication. Logarithms turn multiplication into addition
      (${cite('napier-1614')}), so
      multiplication of positive numbers is addition in disguise. Many other rules are, too
      (${ref('gallery-table')}). Our rule is one of them where its factors are positive: take their logarithms.`,
    table({
      id: 'gallery-table',
      caption: prose`Six rules in use and the invented one. In each row, ${math`f`} turns the rule into ${math`+`}, and
        the identity of the rule into zero (with ${math`e^{-\infty} = 0`}).`,
      rows: RULES,
      columns: [
        ['what you combine', ([what]) => what],
        [math`f`, ([, map]) => map],
        ['combined', ([, , rule]) => rule],
        ['identity', ([, , , identity]) => identity],
      ],
    }),
    prose`For example, ${given(m.level)} dB and ${given(m.level)} dB make ${real(m.together, 2)} dB, because powers
      add. Each source has ${math`10^6`} times a reference power, and ${math`10 \log_{10}(2 \cdot 10^6)`} is
      ${real(m.together, 2)} dB.

      Not every sensible rule is addition in disguise. For the maximum, ${math`f(x) + f(x)`} would be ${math`f(x)`}, so
      every ${math`f(x)`} would be zero. Nor is our rule, if you allow all numbers except ${math`-4`}. Since
      ${math`-8 \otimes -8 = 0`} (${ref('copies-table')}) and ${math`0`} is the identity, ${math`f(-8) + f(-8)`} would
      be ${math`f(0) = 0`}. So ${math`f(-8)`} would equal ${math`f(0)`}, and ${math`f`} would not be one-to-one.

      Above ${math`-4`}, the numbers form a single *interval*. On an interval, a rule is addition in disguise if its
      results stay inside, and if it is continuous, associative and *cancellative*: different numbers, combined with the
      same third number, give different results. This is a theorem by Aczél (${cite('craigen-pales-1989')}).`,
  ],
});
