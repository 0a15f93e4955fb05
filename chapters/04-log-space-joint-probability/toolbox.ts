import { prose, section, table } from '#report';
import { equation, math, nats, ref, text } from '#report/values';
import { sumsInUse } from './log-sum-exp.measure.ts';

/** What can be done with log-probabilities x, y, x₁ … xₙ. */
const TOOLS = [
  {
    want: prose`*x*, then *y*`,
    means: math`\ln(e^x \cdot e^y)`,
    stable: math`x + y`,
  },
  {
    want: prose`*x* or *y*`,
    means: math`\ln(e^x + e^y)`,
    stable: math`m + \operatorname{log1p}(e^{-|x - y|})`,
  },
  {
    want: prose`any of *n*`,
    means: math`\ln \sum_i e^{x_i}`,
    stable: math`\operatorname{LSE} = m + \ln \sum_i e^{x_i - m}`,
  },
  {
    want: prose`the mean of *n*`,
    means: math`\ln \frac{1}{n} \sum_i e^{x_i}`,
    stable: math`\operatorname{LSE}(x) - \ln n`,
  },
  {
    want: prose`the share of *x* among *n*`,
    means: math`\ln \left( e^x / \sum_i e^{x_i} \right)`,
    stable: math`x - \operatorname{LSE}(x_i)`,
  },
  {
    want: prose`not *x*`,
    means: math`\ln(1 - e^x)`,
    stable: math`\operatorname{log1mExp}(x)`,
  },
];

export const toolboxSection = section({
  id: 'means-in-log-space',
  title: prose`Means`,
  needs: { m: sumsInUse },
  write: ({ m }) => [
    prose`The prompt can be worded in several ways (${ref('wordings')}). If you give them equal
      weights, how likely is the story's own ending?`,
    table({
      id: 'wordings',
      caption: prose`The log-probability, in nats, of the story's own ending after the story and one wording of the
        prompt.`,
      rows: m.each,
      columns: [
        ['wording', (row) => text(row.question)],
        ['log-probability', (row) => nats(row.total, 3)],
      ],
    }),
    prose`To average *probabilities*, divide their sum by ${math`n`}, which subtracts ${math`\ln n`}:`,
    equation`\ln \Bigl( \frac{1}{n} \sum_i e^{x_i} \Bigr) = \operatorname{log-sum-exp}(x) - \ln n`,
    prose`This *log-mean-exp* is ${nats(m.mean, 3)}. The mean of the logarithms, ${nats(m.meanOfLogs, 3)}, is the logarithm of the geometric mean, which never exceeds the arithmetic mean. **Within one text, average log-probabilities (${ref('ranking-rules')});
      across alternatives, average probabilities.**

      \`\`\`python
      def log_mean_exp(xs):
          return log_sum_exp(xs) - log(len(xs))
      \`\`\`

      ${ref('toolbox')} lists the operations.`,
    table({
      id: 'toolbox',
      caption: prose`Arithmetic with log-probabilities. ${math`m`} is the largest log-probability (if it is −∞,
        so is the result); LSE is log-sum-exp, \`logsumexp\` in SciPy. In “*x*, then *y*”, *y* is given the first
        event. In “or” and “any”, the events are mutually exclusive.`,
      rows: TOOLS,
      columns: [
        ['you want', (row) => row.want],
        ['it means', (row) => row.means],
        ['compute', (row) => row.stable],
      ],
    }),
    prose`The share is the log-softmax of ${ref('01-logits-logprobs-softmax')}. And because multiplication distributes over addition, ${math`+`} distributes over log-sum-exp: ${math`z + \operatorname{LSE}(x) = \operatorname{LSE}(z + x)`}. ${ref('05-log-semiring-on-graphs')} builds on this law.`,
  ],
});
