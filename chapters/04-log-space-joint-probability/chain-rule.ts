import { prose, section } from '#report';
import { equation } from '#report/values';

export const chainRuleSection = section({
  id: 'chain-rule-and-independence',
  title: prose`Independence`,
  needs: {},
  write: () => [
    prose`When may you multiply probabilities? Each of ours was that of a token *given all tokens before it*. By the
      *chain rule*, their product is the probability of this sequence of tokens:`,
    equation`q(t_1 \dots t_n) = \prod_{i=1}^{n} q(t_i \mid t_1 \dots t_{i-1})`,
    prose`If they are unconditional, the events must be *independent*, such as the appearance of two unrelated texts.
      Two paraphrases of one passage or two labels for one review are not independent: multiplying counts the same
      evidence twice.`,
  ],
});
