import { prose, section } from '#report';
import { equation, given, math, set, term } from '#report/values';
import { overflow } from './overflow-figure.ts';
import { threeLogits } from './three-logits.measure.ts';

export const stableFormula = section({
  id: 'stable-formula',
  title: prose`Log-sum-exp: the stable formula`,
  needs: { m: threeLogits },
  write: ({ m }) => [
    prose`Computed as written, this formula fails for large logits. But a shift changes nothing. So subtract the largest logit ${math`m`} first, and add it again after the logarithm:`,
    equation`\ln \sum_j e^{z_j} = m + \ln \sum_j e^{z_j - m} \qquad m = \max_j z_j`,
    overflow(m, [
      prose`For ${set('plain', 'small logits')}, both formulas agree.`,
      prose`${set('large', prose`Add ${given(1000)}`)} to each. As written, ${math`e^{710}`} is too large for a Python float, and in ${given(32)} bits ${math`e^{89}`} already is (${term('overflow')}). With the largest logit subtracted, no exponential exceeds ${math`e^0 = 1`}.`,
      prose`${set('small', prose`Subtract ${given(1000)}`)}. From ${given(-746)} down, every exponential becomes zero (${term('underflow')}), and zero has no logarithm. The stable sum is at least one.`,
    ]),
    prose`In Python, the function takes three lines:

      \`\`\`python
      from math import exp, log

      def log_sum_exp(logits):
          largest = max(logits)
          return largest + log(sum(exp(z - largest) for z in logits))
      \`\`\``,
    prose`As written, Python raises an \`OverflowError\` or a \`ValueError\`. NumPy raises no error: the result is infinite, with a warning. SciPy's \`logsumexp\` and PyTorch's
      \`log_softmax\` are stable.`,
  ],
});
