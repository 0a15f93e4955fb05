import { prose, section, table } from '#report';
import { countInWords, equation, math, nats, ref, term, text } from '#report/values';
import { sumsInUse } from './log-sum-exp.measure.ts';

/** What can be done with log-probabilities x, y, x₁ … xₙ. */
const TOOLS = [
  {
    want: prose`*x*, then *y*`,
    means: math`\ln(e^x \cdot e^y)`,
    stable: math`x + y`,
    known: prose`plus`,
  },
  {
    want: prose`*x* or *y*`,
    means: math`\ln(e^x + e^y)`,
    stable: math`m + \operatorname{log1p}(e^{-|x - y|})`,
    known: prose`log-add-exp: \`numpy.logaddexp\``,
  },
  {
    want: prose`any of *n*`,
    means: math`\ln \sum_i e^{x_i}`,
    stable: math`\operatorname{LSE} = m + \ln \sum_i e^{x_i - m}`,
    known: prose`${term('log-sum-exp')}: \`scipy.special.logsumexp\``,
  },
  {
    want: prose`the mean of *n*`,
    means: math`\ln \frac{1}{n} \sum_i e^{x_i}`,
    stable: math`\operatorname{LSE}(x) - \ln n`,
    known: prose`log-mean-exp`,
  },
  {
    want: prose`the mean with weights *w*`,
    means: math`\ln \sum_i w_i e^{x_i}`,
    stable: math`\operatorname{LSE}(\ln w_i + x_i)`,
    known: prose`Stan's \`log_mix\``,
  },
  {
    want: prose`the share of *x* among *n*`,
    means: math`\ln \left( e^x / \sum_i e^{x_i} \right)`,
    stable: math`x - \operatorname{LSE}(x_i)`,
    known: prose`\`log_softmax\``,
  },
  {
    want: prose`not *x*`,
    means: math`\ln(1 - e^x)`,
    stable: math`\operatorname{log1mExp}(x)`,
    known: prose`Stan's \`log1m_exp\``,
  },
  {
    want: prose`not *q*, a probability`,
    means: math`\ln(1 - q)`,
    stable: math`\operatorname{log1p}(-q)`,
    known: prose`\`log1p\``,
  },
  {
    want: prose`*x* without *y*`,
    means: math`\ln(e^x - e^y)`,
    stable: math`x + \operatorname{log1mExp}(y - x)`,
    known: prose`Stan's \`log_diff_exp\``,
  },
];

export const toolboxSection = section({
  id: 'means-in-log-space',
  title: prose`Means`,
  needs: { m: sumsInUse },
  write: ({ m }) => [
    prose`A question has several wordings (${ref('wordings')}). If each is equally likely to be asked, how
      likely is the answer?`,
    table({
      id: 'wordings',
      caption: prose`The log-probability of the story's own ending after the story and each wording, in nats.`,
      rows: m.each,
      columns: [
        ['wording', (row) => text(row.question)],
        ['log-probability', (row) => nats(row.total, 2)],
      ],
    }),
    prose`We want the mean of the *probabilities*. Dividing by ${math`n`} subtracts ${math`\ln n`}:`,
    equation`\ln \Bigl( \frac{1}{n} \sum_i e^{x_i} \Bigr) = \operatorname{log-sum-exp}(x) - \ln n`,
    prose`This *log-mean-exp* is ${nats(m.mean, 2)} for our ${countInWords(m.wordings)} wordings. The mean of
      the logarithms, ${nats(m.meanOfLogs, 2)}, belongs to the geometric mean, which is never larger. **Average
      logarithms along one text, but probabilities over alternatives.**

      \`\`\`python
      def log_mean_exp(xs):
          return log_sum_exp(xs) - log(len(xs))
      \`\`\`

      ${ref('toolbox')} has the whole toolbox.`,
    table({
      id: 'toolbox',
      caption: prose`Arithmetic with log-probabilities. ${math`m`} is the largest; LSE is log-sum-exp. In
        “then”, the second event is given the first. In “or” and “any”, the events are mutually exclusive. In
        “without”, the second is a part of the first.`,
      rows: TOOLS,
      columns: [
        ['you want', (row) => row.want],
        ['it means', (row) => row.means],
        ['compute', (row) => row.stable],
        ['known as', (row) => row.known],
      ],
    }),
  ],
});
