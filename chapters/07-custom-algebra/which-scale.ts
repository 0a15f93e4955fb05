import { type MathPart, type Prose, prose, section, table } from '#report';
import { given, math, ref, term } from '#report/values';
import { nearZero } from './floating-point.measure.ts';

const JOBS: readonly (readonly [job: Prose, scale: Prose | MathPart, because: Prose])[] = [
  [
    prose`multiply over tokens`,
    prose`nats (${ref('04-log-space-joint-probability')})`,
    prose`products become sums, and nothing underflows`,
  ],
  [
    prose`add up alternatives`,
    prose`nats (${ref('05-log-semiring-on-graphs')})`,
    prose`the stable forms of log-add-exp (of two) and log-sum-exp (of a list) do not underflow`,
  ],
  [
    prose`weigh evidence`,
    prose`${term('decibel', 'decibels')} of odds (${ref('06-decibels')})`,
    prose`prior odds and conditionally independent evidence add`,
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
      caption: prose`Scales for common jobs.`,
      rows: JOBS,
      columns: [
        ['job', ([job]) => job],
        ['scale', ([, scale]) => scale],
        ['because', ([, , because]) => because],
      ],
    }),
    prose`Laws hold for exact numbers, and floats round. On the computer, grouping changes the last digits, and a poor scale
      loses more than that. Near zero, the factor does: \`times(1e-17, 0)\` returns ${given(near.lost)}, because
      ${math`1 + a/4`} has no room for the digits of so small an ${math`a`}. Write the rule as ${math`a + b(1 + a/4)`}, and they
      stay. A logarithm is the other way round: it loses digits *far* from zero (${ref('token-fold')}).

      **Compute on the scale on which the operation is simple, show the result on the scale that your reader knows, and
      always say which scale a number is on.**`,
  ],
});
