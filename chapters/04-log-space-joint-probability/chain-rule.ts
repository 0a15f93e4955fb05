import { prose, section } from '#report';
import { equation } from '#report/values';

export const chainRuleSection = section({
  id: 'chain-rule-and-independence',
  title: prose`Independence`,
  needs: {},
  write: () => [
    prose`When may you multiply probabilities? So far, each was *conditional* on all the tokens before it. By the
      *chain rule*, their product is the probability of the whole sequence:`,
    equation`q(t_1 \dots t_n) = \prod_{i=1}^{n} q(t_i \mid t_1 \dots t_{i-1})`,
    prose`To multiply unconditional probabilities, the events must be *independent*, as for two unrelated texts. Two
      paraphrases of one passage are not independent: multiplying counts the same evidence twice.`,
  ],
});
