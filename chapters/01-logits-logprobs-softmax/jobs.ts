import { prose, section, table } from '#report';
import { ref } from '#report/values';
import { apiAnswer } from './api-answer.measure.ts';
import { inTypeScript } from './in-typescript.ts';
import { labelProgram } from './label-program.measure.ts';

const JOBS = [
  {
    job: prose`let an answer through or hand it over`,
    number: prose`the answer's probability, and a threshold found on labelled questions`,
    next: prose`let it through at or above the threshold; else ask a person or a larger model`,
    more: prose`${ref('decide')}`,
  },
  {
    job: prose`see what a retrieved passage did`,
    number: prose`the log-probability of one answer with the passage minus that without it: how far it persuaded the model, not whether it is true`,
    next: prose`near zero, it did nothing for this answer; far above, check the passage before you trust the answer`,
    more: prose`${ref('retrieved-context')}`,
  },
  {
    job: prose`weigh a label of several tokens`,
    number: prose`add the log-probabilities of its tokens, where the API scores a text that you give`,
    next: prose`compare the sums of whole labels, never their first tokens; of two labels, the longer has the harder time`,
    more: prose`${ref('04-log-space-joint-probability')}`,
  },
];

export const jobsSection = section({
  id: 'jobs',
  title: prose`More uses`,
  needs: { api: apiAnswer, pasted: labelProgram },
  write: (needs) => [
    prose`Three uses need more than this chapter (${ref('which-number')}).`,
    table({
      id: 'which-number',
      caption: prose`Three more uses of an API's answer.`,
      rows: JOBS,
      columns: [
        ['to', (row) => row.job],
        ['compute', (row) => row.number],
        ['then', (row) => row.next],
        ['more in', (row) => row.more],
      ],
    }),
    inTypeScript(needs),
  ],
});
