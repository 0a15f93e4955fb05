import { code, curious, prose, section, table } from '#report';
import { equation, math, ref, term } from '#report/values';
import { sumsInUse } from './log-sum-exp.measure.ts';
import { precision } from './precision.measure.ts';

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

export const operations = section({
  id: 'operations',
  title: prose`Log-space operations and their names in libraries`,
  // Its measurement runs the code that is shown.
  needs: { precision, sumsInUse },
  write: () => [
    prose`${ref('toolbox')} lists the operations of this chapter. Four facts help when you combine them.`,
    table({
      id: 'toolbox',
      caption: prose`Arithmetic with log-probabilities. ${math`m`} is the largest log-probability (if it is −∞,
        so are “or”, “any” and the mean). In “*x*, then *y*”, *y* is conditional on the first event. In “or” and
        “any”, the events are mutually exclusive.`,
      rows: TOOLS,
      columns: [
        ['you want', (row) => row.want],
        ['it means', (row) => row.means],
        ['compute', (row) => row.stable],
        ['in libraries', (row) => row.library],
      ],
    }),
    prose`**Addition distributes over log-sum-exp**, as multiplication does over addition:`,
    equation`z + \operatorname{LSE}(x_1, \dots, x_n) = \operatorname{LSE}(z + x_1, \dots, z + x_n)`,
    prose`${ref('05-log-semiring-on-graphs')} builds on this law.

      **The gradient of log-sum-exp is the ${term('softmax')}.** Its derivative with respect to ${math`x_i`} is
      ${math`e^{x_i - \operatorname{LSE}(x)}`}, the share of this term in the sum.

      **Nothing to add is impossible, not an error.** The sum of no probabilities is zero, so its logarithm is −∞. The mean of
      no probabilities is undefined, so we return NaN.

      **Impossible terms need care in gradients.** If every ${math`x_i`} is −∞, that exponent is −∞ − (−∞). A
      library can return NaN there although its sum is right ([reported for
      PyTorch](https://github.com/pytorch/pytorch/issues/49724)), so mask such sums before you differentiate.`,
    curious(prose`Log-space functions and the four rules in TypeScript`, [
      prose`\`pick\` applies one of the four rules of ${ref('ranking-rules')} and returns all answers that tie. By
        the sum, a score of ${math`n`} tokens may be off by ${math`n\varepsilon`} (${ref('precision')}).`,
      code('#chapters/04-log-space-joint-probability/log-sum-exp-code', 'log-space'),
      code('#numerics/log-add-exp', 'log-add-exp'),
    ]),
  ],
});
