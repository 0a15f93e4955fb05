import { at } from '#numerics/list';
import { output, prose, section } from '#report';
import { asPython, equation, given, math, term } from '#report/values';
import { threeLogits } from './three-logits.measure.ts';

export const stableFormula = section({
  id: 'stable-formula',
  title: prose`Log-sum-exp: the stable formula`,
  needs: { m: threeLogits },
  write: ({ m }) => [
    prose`Computed as written, this formula fails for large logits: ${math`e^{710}`} is too large for a Python float, and in ${given(32)} bits ${math`e^{89}`} already is (${term('overflow')}). If all logits are below ${given(-746)}, every exponential becomes zero (${term('underflow')}), and zero has no logarithm.

      But a shift changes nothing. So subtract the largest logit ${math`m`} first, and add it again after the logarithm:`,
    equation`\ln \sum_j e^{z_j} = m + \ln \sum_j e^{z_j - m} \qquad m = \max_j z_j`,
    prose`Now the largest exponential is ${math`e^0 = 1`}. Nothing can overflow, and the sum is at least one. In Python, the function
      takes three lines:

      \`\`\`python
      from math import exp, log

      def log_sum_exp(logits):
          largest = max(logits)
          return largest + log(sum(exp(z - largest) for z in logits))

      def naive(logits):
          return log(sum(exp(z) for z in logits))

      for shift in [0, 1000, -1000]:
          logits = [2 + shift, 1 + shift, shift]
          print(f"stable {logits[0] - log_sum_exp(logits):.2f}", end=", ")
          try:
              print(f"naive {logits[0] - naive(logits):.2f}")
          except (OverflowError, ValueError) as error:
              print("naive", type(error).__name__)
      \`\`\``,
    output([
      prose`stable ${asPython(at(m.stable, 0).logprob, '.2f')}, naive ${asPython(at(m.stable, 0).logprob, '.2f')}`,
      prose`stable ${asPython(at(m.stable, 1).logprob, '.2f')}, naive OverflowError`,
      prose`stable ${asPython(at(m.stable, 2).logprob, '.2f')}, naive ValueError`,
    ]),
    prose`NumPy raises no error: the naive result is infinite, with a warning. SciPy's \`logsumexp\` and PyTorch's
      \`log_softmax\` are stable.`,
  ],
});
