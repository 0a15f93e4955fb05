import { finding, less, prose, type Seen, section } from '#report';
import { equation, nats, text, token } from '#report/values';
import { chainRule } from './chain-rule.measure.ts';

const contextMatters = ({ first, total, independent }: Seen<typeof chainRule>) =>
  finding({
    id: 'context-makes-text-likelier',
    when: less('sum without context below that with it', independent, total),
    text: () => prose`By the chain rule, the tokens after ${token(first)} score ${nats(total, 0)}. If each is scored
      as if it came right after ${token(first)}, they score ${nats(independent, 0)}.`,
  });

export const chainRuleSection = section({
  id: 'chain-rule-and-independence',
  title: prose`Independence`,
  needs: { m: chainRule },
  write: ({ m }) => [
    prose`Each factor was the probability of a token *given all tokens before it*. By the *chain rule*, the product is
      the probability of this sequence of tokens:`,
    equation`q(t_1 \dots t_n) = \prod_{i=1}^{n} q(t_i \mid t_1 \dots t_{i-1})`,
    prose`The same text in other tokens has another probability.

      What if factors ignore most of what comes before? Take “${text(m.sentence)}” ${contextMatters(m)}

      Probabilities that ignore each other may be multiplied only if the events are *independent*, such as two
      unrelated texts. Two paraphrases of one passage or two labels for one review are not: multiplying counts
      the same evidence twice.`,
  ],
});
