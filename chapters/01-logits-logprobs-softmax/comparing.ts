import { prose, section, table } from '#report';
import { ref } from '#report/values';

const COMPARISONS = [
  {
    what: prose`probabilities of single tokens, or their logarithms`,
    allowed: prose`yes`,
    condition: prose`taken before temperature, top-p and top-k; the text may differ, and the model too if it cuts text into the same tokens`,
    why: prose`each says how much *its* model expected the token after *its* text`,
  },
  {
    what: prose`logits`,
    allowed: prose`only their differences`,
    condition: prose`within one list`,
    why: prose`each list may be moved by a constant of its own (${ref('shift')})`,
  },
  {
    what: prose`sums over answers of different lengths`,
    allowed: prose`not as scores`,
    condition: prose`only as what they are: how likely it is that an answer starts with these words`,
    why: prose`each further token can only lower a sum (${ref('longer-answers')})`,
  },
  {
    what: prose`one answer after two prompts`,
    allowed: prose`yes`,
    condition: prose`the same tokens, the same model`,
    why: prose`the difference is what the change of the prompt did, be it a passage or one word`,
  },
];

export const comparing = section({
  id: 'comparing',
  title: prose`What may be compared with what`,
  needs: {},
  write: () => [
    prose`Probabilities of single tokens can be compared if they were taken before temperature, top-p and top-k; those of two models only if both cut text into the same tokens. (What each decides by them may always be compared, as in ${ref('sort-headlines')}.) Logits and sums come with more conditions
      (${ref('what-may-be-compared')}), and so do averages per token (${ref('bits-per-byte')}).`,
    table({
      id: 'what-may-be-compared',
      caption: prose`Which numbers may be compared.`,
      rows: COMPARISONS,
      columns: [
        ['compare', (row) => row.what],
        ['allowed?', (row) => row.allowed],
        ['on which condition', (row) => row.condition],
        ['why', (row) => row.why],
      ],
    }),
  ],
});
