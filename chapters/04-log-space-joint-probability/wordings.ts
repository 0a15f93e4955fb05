import { list, prose, section } from '#report';
import { countInWords, math, nats, real, term } from '#report/values';
import { endings } from './endings.measure.ts';
import { sumsInUse } from './log-sum-exp.measure.ts';

export const wordingsSection = section({
  id: 'means-in-log-space',
  title: prose`Several wordings: average probabilities`,
  needs: { m: sumsInUse, tried: endings },
  write: ({ m, tried }) => [
    prose`The answer depends on how you word the prompt. With ${countInWords(tried.held.of)} wordings, the story's own ending
      scores ${list(tried.wordings.map(({ own }) => real(own, 2)))} nats. What is its score over all of them?

      Suppose you choose one of the wordings at random. One third of the time you get the first one, with its
      probability for the ending, and so on. So the probability that the ending comes is the *mean of the
      probabilities*. Such a random choice between distributions is called a *mixture*. In log-space, divide the sum by
      ${math`n`}, which subtracts ${math`\ln n`} from log-sum-exp:

      \`\`\`python
      def log_mean_exp(xs):
          xs = list(xs)
          return log_sum_exp(xs) - log(len(xs)) if xs else nan
      \`\`\`

      The ending's *log-mean-exp* is ${nats(m.mean, 2)}. The mean of the *logarithms* is ${nats(m.meanOfLogs, 2)}, which answers another question: it is the logarithm of the geometric mean.

      **Across wordings, average probabilities. Within one text, average log-probabilities.** There the exponential of the mean has a
      name: over the ${countInWords(tried.own.tokens)} tokens of the story's own ending, the mean is ${nats(tried.own.perToken, 2)} per token, and
      ${math`e^{${real(tried.own.perToken, 2)}} = ${real(tried.own.geometric, 2)}`} is the geometric mean of the tokens' probabilities. It is one divided by the
      ${term('perplexity')}, ${real(tried.own.perplexity, 2)}.`,
  ],
});
