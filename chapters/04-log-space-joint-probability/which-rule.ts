import { prose, section, table } from '#report';
import { math, ref } from '#report/values';

const RULES = [
  {
    situation: prose`fixed labels, such as yes and no, or A to D`,
    rule: prose`the sum; subtract ${math`\operatorname{LSE}`} over the labels for their shares`,
    risk: prose`Labels of more tokens lose. Shares look sure even if all labels together are unlikely.`,
  },
  {
    situation: prose`free answers of different lengths, one model`,
    rule: prose`the mean per token`,
    risk: prose`Long quotations win. A poor beginning is outweighed by an easy rest.`,
  },
  {
    situation: prose`the same, models with different tokenizers`,
    rule: prose`the mean per byte`,
    risk: prose`Both risks above; bytes per character also differ between languages.`,
  },
  {
    situation: prose`several wordings of one prompt`,
    rule: prose`log-mean-exp of the sums`,
    risk: prose`One confident wording can decide alone. A mean of logarithms gives each a veto.`,
  },
  {
    situation: prose`what a context adds`,
    rule: prose`PMI`,
    risk: prose`Rare quotations win, even if still unlikely. It has the noise of two sums.`,
  },
  {
    situation: prose`the answer has to end there`,
    rule: prose`the sum with the end token`,
    risk: prose`Which token ends an answer depends on the prompt's format.`,
  },
];

export const whichRule = section({
  id: 'which-rule',
  title: prose`Which rule to use when`,
  needs: {},
  write: () => [
    prose`${ref('decisions')} puts the chapter's rules side by side. In every row, encode prompt and answer as one text
      (${ref('token-boundaries')}), and call scores tied if their errors overlap (${ref('precision')}).`,
    table({
      id: 'decisions',
      caption: prose`Which score to use.`,
      rows: RULES,
      columns: [
        ['situation', (row) => row.situation],
        ['rule', (row) => row.rule],
        ['risk', (row) => row.risk],
      ],
    }),
    prose`Do not decide by the *first* token of each answer only: it belongs to every text that begins with it
      (${ref('first-token-and-search')}). And add scores only where one is conditional on the other or both are
      independent (${ref('chain-rule-and-independence')}).`,
  ],
});
