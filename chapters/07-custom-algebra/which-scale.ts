import { type Prose, prose, section, table } from '#report';
import { math, ref, term } from '#report/values';

const JOBS: readonly (readonly [job: Prose, scale: Prose, because: Prose])[] = [
  [
    prose`multiply over tokens`,
    prose`nats (${ref('04-log-space-joint-probability')})`,
    prose`products become sums, and there is no floor`,
  ],
  [
    prose`add up alternatives`,
    prose`nats, with log-add-exp (${ref('05-log-semiring-on-graphs')})`,
    prose`it adds probabilities and returns a logarithm, so the sum cannot underflow`,
  ],
  [
    prose`weigh evidence`,
    prose`${term('decibel', 'decibels')} of odds (${ref('06-decibels')})`,
    prose`the prior odds and each piece of conditionally independent evidence add`,
  ],
  [
    prose`add up unrelated sounds`,
    prose`${math`10^{a/10}`}, then back to decibels`,
    prose`their powers add, whereas their levels do not`,
  ],
  [
    prose`combine independent failures`,
    prose`${math`-\ln(1 - p)`}`,
    prose`the probabilities of *no* failure multiply, so their logarithms add`,
  ],
];

export const whichScale = section({
  id: 'which-scale',
  title: prose`Choosing a scale`,
  needs: {},
  write: () => [
    prose`Choose the scale on which your operation is simple and keeps its digits (${ref('jobs-table')}).`,
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
    prose`**Compute on the scale that suits the operation, show the result on the scale your reader knows, and always
      say which scale a number is on.**`,
  ],
});
