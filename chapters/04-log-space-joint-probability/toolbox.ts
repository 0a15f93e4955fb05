import { list, prose, section, table } from '#report';
import { countInWords, equation, math, nats, real, ref } from '#report/values';
import { sumsInUse } from './log-sum-exp.measure.ts';

/** What can be done with log-probabilities x, y, x₁ … xₙ, and what libraries call it. */
const TOOLS = [
  {
    want: prose`*x*, then *y*`,
    means: math`\ln(e^x \cdot e^y)`,
    stable: math`x + y`,
    library: prose`\`+\``,
  },
  {
    want: prose`*x* or *y*`,
    means: math`\ln(e^x + e^y)`,
    stable: math`m + \operatorname{log1p}(e^{-|x - y|})`,
    library: prose`NumPy, PyTorch: \`logaddexp\``,
  },
  {
    want: prose`any of *n*`,
    means: math`\ln \sum_i e^{x_i}`,
    stable: math`\operatorname{LSE}(x) = m + \ln \sum_i e^{x_i - m}`,
    library: prose`SciPy, PyTorch: \`logsumexp\``,
  },
  {
    want: prose`the mean, with weights *w*`,
    means: math`\ln \sum_i w_i e^{x_i}`,
    stable: math`\operatorname{LSE}(x + \ln w)`,
    library: prose`SciPy: \`logsumexp(x, b=w)\``,
  },
  {
    want: prose`the share of one among *n*`,
    means: math`\ln \left( e^{x_i} / \sum_j e^{x_j} \right)`,
    stable: math`x_i - \operatorname{LSE}(x)`,
    library: prose`SciPy, PyTorch: \`log_softmax\``,
  },
  {
    want: prose`not *x*`,
    means: math`\ln(1 - e^x)`,
    stable: prose`\`log1m_exp(x)\``,
    library: prose`TensorFlow Probability: \`log1mexp\``,
  },
];

export const toolboxSection = section({
  id: 'means-in-log-space',
  title: prose`Means`,
  needs: { m: sumsInUse },
  write: ({ m }) => [
    prose`You ask with ${countInWords(m.wordings)} wordings of the prompt, and the story's own ending scores
      ${list(m.each.map(({ total }) => real(total, 3)))} nats. If you weight the wordings equally, how likely is the
      ending?

      To average *probabilities*, divide their sum by ${math`n`}, which subtracts ${math`\ln n`} in log-space:`,
    equation`\ln \Bigl( \frac{1}{n} \sum_i e^{x_i} \Bigr) = \operatorname{LSE}(x) - \ln n`,
    prose`This *log-mean-exp* is ${nats(m.mean, 3)}. The mean of the logarithms, ${nats(m.meanOfLogs, 3)}, is the
      logarithm of the geometric mean. A geometric mean never exceeds the arithmetic mean. **Within one text, average
      log-probabilities (${ref('ranking-rules')}); across wordings, average probabilities.**

      \`\`\`python
      def log_mean_exp(xs):
          return log_sum_exp(xs) - log(len(xs)) if xs else nan
      \`\`\`

      All operations are in ${ref('toolbox')}.`,
    table({
      id: 'toolbox',
      caption: prose`Arithmetic with log-probabilities. ${math`m`} is the largest log-probability (if it is −∞,
        so are “or”, “any” and the mean); LSE is log-sum-exp. In “*x*, then *y*”, *y* is conditional on the first
        event. In “or” and “any”, the events are mutually exclusive.`,
      rows: TOOLS,
      columns: [
        ['you want', (row) => row.want],
        ['it means', (row) => row.means],
        ['compute', (row) => row.stable],
        ['in libraries', (row) => row.library],
      ],
    }),
    prose`Multiplication distributes over addition, so ${math`+`} distributes over log-sum-exp:
      ${math`z + \operatorname{LSE}(x) = \operatorname{LSE}(z + x)`}. ${ref('05-log-semiring-on-graphs')} builds on this
      law.`,
  ],
});
