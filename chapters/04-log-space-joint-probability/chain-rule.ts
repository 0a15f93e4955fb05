import { finding, less, prose, type Seen, section, table } from '#report';
import { equation, nats, percent, ref, text, token } from '#report/values';
import { chainRule } from './chain-rule.measure.ts';

const contextMatters = ({ total, independent }: Seen<typeof chainRule>) =>
  finding({
    id: 'context-makes-text-likelier',
    when: less('sum without context below that with it', independent, total),
    text: () => prose`By the chain rule, the sentence has ${nats(total, 0)}. If each token is scored as if it
      came right after the first, it has ${nats(independent, 0)}.`,
  });

export const chainRuleSection = section({
  id: 'chain-rule-and-independence',
  title: prose`Independence`,
  needs: { m: chainRule },
  write: ({ m }) => [
    prose`We multiplied the probabilities of tokens, each *given all tokens before it*. Such a product is always
      right, by the *chain rule*:`,
    equation`q(t_1 \dots t_n) = \prod_{i=1}^{n} q(t_i \mid t_1 \dots t_{i-1})`,
    prose`What if a factor ignores the tokens before it (${ref('chain-rule-table')})?`,
    table({
      id: 'chain-rule-table',
      caption: prose`The tokens of “${text(m.sentence)}”: the probability of each given all before it, and given only
        ${token(m.first)}.`,
      rows: m.rows,
      columns: [
        ['token', (row) => token(row.text)],
        ['given all before', (row) => percent(row.probability, 2)],
        [prose`given only ${token(m.first)}`, (row) => percent(row.alone, 2)],
      ],
    }),
    prose`${contextMatters(m)}

      Factors that ignore each other may be multiplied only if the events are *independent*, such as two texts
      that have nothing to do with each other. Two paraphrases of one passage or two labels for one review are
      not: multiplying counts the same evidence twice.`,
  ],
});
