import { at } from '#numerics/list';
import { output, prose, section } from '#report';
import { asPython, equation, math, term } from '#report/values';
import { threeLogits } from './three-logits.measure.ts';

export const stableFormula = section({
  id: 'stable-formula',
  title: prose`Log-sum-exp: the stable formula`,
  needs: { m: threeLogits },
  write: ({ m }) => [
    prose`On paper, that formula is complete. In a program it fails as soon as the logits are large: a float of double precision can hold
      ${math`e^{709}`}, but ${math`e^{710}`} is too large for it (${term('overflow')}). If all logits are far below zero, every
      exponential becomes zero (${term('underflow')}), and zero has no logarithm.

      The way out is that a shift changes nothing. Subtract the largest logit ${math`m`} before you exponentiate, and add it
      again after the logarithm:`,
    equation`\ln \sum_j e^{z_j} = m + \ln \sum_j e^{z_j - m} \qquad m = \max_j z_j`,
    prose`The largest exponential is now ${math`e^0 = 1`}, so nothing can overflow. The sum is at least one, so its logarithm
      exists. The function takes three lines:

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
    prose`With NumPy, the naive formula raises no error. It prints a warning and returns infinity or NaN (not a number). Use
      \`scipy.special.logsumexp\` there, and \`torch.log_softmax\` in PyTorch: both subtract the largest logit for you.`,
  ],
});
