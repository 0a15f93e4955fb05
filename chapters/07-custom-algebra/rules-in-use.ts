import { type MathPart, type Prose, prose, section, table } from '#report';
import { cite, math, ref, term } from '#report/values';

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
  [prose`rises in price, as fractions`, math`\ln(1 + a)`, math`a + b + ab`, prose`${math`0`}, no rise`],
  [
    prose`resistors in parallel, in ohms`,
    math`1/r`,
    math`\frac{rs}{r + s}`,
    prose`${math`\infty`}, a cut wire`,
  ],
  [
    prose`standard deviations of independent errors`,
    math`x^2`,
    math`\sqrt{x^2 + y^2}`,
    prose`${math`0`}, no error`,
  ],
  [prose`our invented rule`, math`\ln(1 + a/4)`, math`a + b + \tfrac{ab}{4}`, prose`${math`0`}`],
];

export const rulesInUseSection = section({
  id: 'gallery',
  title: prose`Nine rules that people use`,
  needs: {},
  write: () => [
    prose`Logarithms turn multiplication into addition (${cite('napier-1614')}), so multiplication of positive numbers is
      itself *addition* in disguise. So are many other rules (${ref('gallery-table')}), and so is ours as long as its
      factors are positive: take their logarithms.`,
    table({
      id: 'gallery-table',
      caption: prose`Nine rules in use and the invented one. In each row, ${math`f`} turns the rule into ${math`+`}, and
        the identity of the rule into zero (with ${math`e^{-\infty} = 0`}).`,
      rows: RULES,
      columns: [
        ['what you combine', ([what]) => what],
        [math`f`, ([, map]) => map],
        ['combined', ([, , rule]) => rule],
        ['identity', ([, , , identity]) => identity],
      ],
    }),
  ],
});
