import { type MathPart, type Prose, prose, section, table } from '#report';
import { cite, math, ref, term } from '#report/values';

const RULES: readonly (readonly [what: Prose, map: MathPart, rule: MathPart, identity: Prose])[] = [
  [
    prose`sound levels of independent sources, in dB, ${math`-\infty \le a < \infty`}`,
    math`10^{a/10}`,
    math`10 \log_{10}\left(10^{a/10} + 10^{b/10}\right)`,
    prose`${math`-\infty`}, silence`,
  ],
  [
    prose`log-probabilities of mutually exclusive events (*log-add-exp*), ${math`-\infty \le \ell < \infty`}`,
    math`e^\ell`,
    math`\ln\left(e^\ell + e^m\right)`,
    prose`${math`-\infty`}, the impossible event`,
  ],
  [
    prose`at least one of two independent events (*noisy-or*), ${math`0 \le p < 1`}`,
    math`-\ln(1 - p)`,
    math`p + q - pq`,
    prose`${math`0`}, the impossible event`,
  ],
  [
    prose`standard deviations of independent errors, ${math`0 \le x < \infty`}`,
    math`x^2`,
    math`\sqrt{x^2 + y^2}`,
    prose`${math`0`}, no error`,
  ],
  [
    prose`velocities along a line, as fractions of the speed of light, ${math`-1 < v < 1`}`,
    math`\dfrac{1}{2}\,\ln \dfrac{1 + v}{1 - v}`,
    math`\dfrac{u + v}{1 + uv}`,
    prose`${math`0`}, rest`,
  ],
  [
    prose`beliefs from conditionally independent evidence, starting at even ${term('odds')}, ${math`0 < p < 1`}`,
    math`\ln \dfrac{p}{1 - p}`,
    math`\dfrac{pq}{pq + (1 - p)(1 - q)}`,
    prose`${math`1/2`}, no evidence`,
  ],
  [
    prose`rises in price, as fractions, ${math`a > -1`}`,
    math`\ln(1 + a)`,
    math`a + b + ab`,
    prose`${math`0`}, no rise`,
  ],
  [prose`our invented rule, ${math`a > -4`}`, math`\ln(1 + a/4)`, math`a + b + ab/4`, prose`${math`0`}`],
];

export const rulesInUseSection = section({
  id: 'gallery',
  title: prose`Seven rules in use that are addition in disguise`,
  needs: {},
  write: () => [
    prose`Logarithms were invented to turn multiplication into addition. So multiplying probabilities is *addition* in
      disguise, by the map ${math`-\ln p`}, and so are many other rules (${ref('gallery-table')}).`,
    table({
      id: 'gallery-table',
      caption: prose`Seven rules in use and the invented one. In each row, ${math`f`} turns the rule into addition and its
        identity into zero (read ${math`e^{-\infty}`} and ${math`10^{-\infty}`} as zero).`,
      rows: RULES,
      columns: [
        ['what you combine, and from which numbers', ([what]) => what],
        [math`f`, ([, map]) => map],
        ['combined', ([, , rule]) => rule],
        ['identity', ([, , , identity]) => identity],
      ],
    }),
    prose`Mind the ends of the intervals. A speed of ${math`1`} or a belief of ${math`1`} has no place on the scale.

      In the last four rows, ${math`f`} reaches every number, so every combination can be undone. A rule whose results stay
      inside its interval is a *group* if brackets do not matter, there is an identity, and every number has an inverse.
      In the first four rows, ${math`f`} is never negative, and only the identity has an inverse. You cannot silence a
      sound by adding another independent one.

      Fuzzy logic calls some of the rules on the numbers from zero to one *triangular norms*, if one is the identity, or
      *conorms*, if zero is. The map ${math`f`} is then called an *additive generator* (${cite('klement-2000')}).`,
  ],
});
