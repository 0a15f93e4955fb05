import { prose, section, table } from '#report';
import { ref } from '#report/values';

const JOBS = [
  {
    job: prose`choose between labels`,
    number: prose`add up each label's spellings, with bounds for what is not listed`,
    next: prose`take the label whose lower bound is above every other label's upper bound; if there is none, ask for a longer list`,
    more: prose`${ref('api-answer')}, ${ref('sort-headlines')}`,
  },
  {
    job: prose`let an answer through or hand it over`,
    number: prose`the answer's probability, and a threshold found on labelled questions`,
    next: prose`let it through at or above the threshold; else ask a person or a larger model`,
    more: prose`\`decide\` of ${ref('decide')}`,
  },
  {
    job: prose`offer the next word`,
    number: prose`the probability of the likeliest token`,
    next: prose`show nothing below a threshold`,
    more: prose`${ref('next-word')}`,
  },
  {
    job: prose`see what a retrieved passage did`,
    number: prose`the log-probability of one answer with the passage minus that without it: how far it persuaded the model, not whether it is true`,
    next: prose`near zero, it did nothing for this answer; far above, check the passage before you trust the answer`,
    more: prose`${ref('retrieved-context')}`,
  },
  {
    job: prose`see whether a passage is enough`,
    number: prose`ask whether it contains the answer, yes or no alone, and add up the spellings as between labels`,
    next: prose`unless yes wins, search again; but first try that question on passages that you know`,
    more: prose`${ref('enough-passage')}`,
  },
  {
    job: prose`see how likely a whole answer was, word for word`,
    number: prose`add the log-probabilities of its tokens, and exponentiate; the end of an answer has no entry, so this is how likely an answer *starts* with these words`,
    next: prose`do not rank answers of different lengths by it`,
    more: prose`${ref('whole-answer')}`,
  },
  {
    job: prose`weigh a label of several tokens`,
    number: prose`add the log-probabilities of its tokens, where the API scores a text that you give`,
    next: prose`compare the sums of whole labels, never their first tokens`,
    more: prose`${ref('04-log-space-joint-probability')}`,
  },
  {
    job: prose`show odd characters, such as �`,
    number: prose`join the \`bytes\` of all entries: one character may be several tokens`,
    next: prose`decode them as UTF-8, all at once`,
    more: prose`${ref('whole-answer')}`,
  },
];

export const jobsSection = section({
  id: 'jobs',
  title: prose`Which number for which job`,
  needs: {},
  write: () => [
    table({
      id: 'which-number',
      caption: prose`What to compute from an API's answer, and what to do with it.`,
      rows: JOBS,
      columns: [
        ['to', (row) => row.job],
        ['compute', (row) => row.number],
        ['then', (row) => row.next],
        ['more in', (row) => row.more],
      ],
    }),
  ],
});
