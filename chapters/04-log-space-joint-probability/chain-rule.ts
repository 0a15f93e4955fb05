import { output, prose, section } from '#report';
import { asPython, equation, given } from '#report/values';
import { sumsInUse } from './log-sum-exp.measure.ts';

export const chainRuleSection = section({
  id: 'chain-rule-and-independence',
  title: prose`Chain rule, independence and naive Bayes`,
  needs: { m: sumsInUse },
  write: ({ m }) => [
    prose`When may you multiply probabilities, or add their logarithms? There are two cases.

      In the first, each probability is *conditional* on everything before it, as a language model's are. By the *chain
      rule*, their product is the probability of the whole sequence. This always holds:`,
    equation`q(t_1 \dots t_n) = \prod_{i=1}^{n} q(t_i \mid t_1 \dots t_{i-1})`,
    prose`In the second, the probabilities are *unconditional*. Then the product is right only if the events are
      *independent*: if knowing one does not change the probability of the other.

      For tokens, the two differ wherever one token makes another more or less likely, which is nearly everywhere. Say
      that one word in a thousand is “New”, and one in ten thousand is “York”. The product of these two is one in ten
      million. But after “New”, “York” comes one time in five. By the chain rule, “New York” is ${given(2000)} times as likely as
      that product says. The same mistake happens with whole texts: two paraphrases of one passage are not two independent pieces
      of evidence, so adding both of their scores counts the same evidence twice.

      *Naive Bayes* assumes independence on purpose. It takes the words of a message to be independent of one another
      *once you know whether the message is spam*. Then a message needs only sums: the logarithm of how common each
      kind is, plus one logarithm per word. Say that ${given(40)}% of messages are spam. The words “free” and “offer” appear
      in ${given(5)}% and ${given(10)}% of spam, and in ${given(1)}% and ${given(4)}% of other messages:

      \`\`\`python
      spam = log(0.40) + log(0.05) + log(0.10)
      other = log(0.60) + log(0.01) + log(0.04)
      print(f"{exp(spam - log_sum_exp([spam, other])):.3g}")
      \`\`\``,
    output([prose`${asPython(m.spam, '.3g')}`]),
    prose`The two words make spam likely. But if “free” and “offer” usually appear together, the second word adds little that
      the first had not said, and naive Bayes is too sure of itself.`,
  ],
});
