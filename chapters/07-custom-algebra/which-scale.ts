import { type MathPart, type Prose, prose, section, table } from '#report';
import { given, math, ref, term } from '#report/values';
import { nearZero } from './floating-point.measure.ts';

const JOBS: readonly (readonly [job: Prose, scale: MathPart, because: Prose])[] = [
  [
    prose`multiply over tokens (${ref('04-log-space-joint-probability')})`,
    math`\ln p`,
    prose`products become sums, and nothing underflows`,
  ],
  [
    prose`add up alternatives (${ref('05-log-semiring-on-graphs')})`,
    math`\ln p`,
    prose`the stable form of log-sum-exp does not underflow`,
  ],
  [
    prose`weigh evidence (${ref('06-decibels')})`,
    math`10 \log_{10} \dfrac{p}{1 - p}`,
    prose`${term('decibel', 'decibels')} of prior odds and of conditionally independent evidence add`,
  ],
  [prose`add or average sounds`, math`10^{a/10}`, prose`powers of unrelated sounds add, and levels do not`],
  [
    prose`combine failures`,
    math`-\ln(1 - p)`,
    prose`the probabilities of *no* failure multiply, if independent`,
  ],
];

export const whichScale = section({
  id: 'which-scale',
  title: prose`Choosing a scale, and keeping its digits`,
  needs: { near: nearZero },
  write: ({ near }) => [
    prose`For common jobs, the scale is known (${ref('jobs-table')}; more are in ${ref('gallery')}).`,
    table({
      id: 'jobs-table',
      caption: prose`Scales for common jobs, of a probability ${math`p`} or a sound level ${math`a`} in decibels.`,
      rows: JOBS,
      columns: [
        ['job', ([job]) => job],
        ['scale', ([, scale]) => scale],
        ['because', ([, , because]) => because],
      ],
    }),
    prose`Laws hold for exact numbers. Floats round, and on a poor scale they lose more than the last digits. Near zero, it is the factor that loses digits: \`times(1e-17, 0)\` returns
      ${given(near.lost)}, because ${math`1 + a/4`} has no room for the digits of so small an ${math`a`}. Written as
      ${math`a + b(1 + a/4)`}, the rule keeps them. Far from zero, it is the logarithm that loses them
      (${ref('token-fold')}).

      **Compute on the scale on which the operation is simple, show the result on the scale that your reader knows, and
      always say which scale a number is on.**`,
  ],
});
