import { at } from '#numerics/list';
import { list, prose, section } from '#report';
import { equation, given, math, nats, percent, real, term, token } from '#report/values';
import { ladder } from './log-probabilities.measure.ts';
import { softmaxSteps } from './softmax-by-hand.measure.ts';

export const logProbabilities = section({
  id: 'log-probabilities',
  title: prose`Log-probabilities, in nats`,
  needs: { m: ladder, steps: softmaxSteps },
  write({ m, steps }) {
    const first = at(steps.rows, 0);
    return [
      prose`APIs return the natural logarithm of a probability, the ${term('log-probability')}
        ${math`\ell = \ln q`}. Its unit is the ${term('nat')}. The probability of a text is a *product* of many
        factors and soon too small for a float, while its logarithm is a sum. The logarithm also turns softmax into a subtraction. From every logit, the same number is subtracted, the ${term('log-sum-exp')}:`,
      equation`\ell_i = \ln q_i = z_i - \ln \sum_j e^{z_j}`,
      prose`For ${token(first.text)}, ${real(first.logit, 2)} − ${real(steps.logSum, 2)} is ${nats(first.logprob, 2)}. Within
        a prediction, log-probabilities differ by as much as the logits.

        A log-probability of zero means certainty, and all others are negative. A few are worth knowing by heart:
        ${list(m.rows.map((row) => prose`${given(row.logprob)} is ${percent(row.probability, 2)}`))}. Each nat you subtract divides
        the probability by ${real(m.oneNat, 2)}. Each ${given(m.ten.nats)} nats divide it by ten. So one in a million, six factors
        of ten, is ${given(6)} × ${given(2.3)} = ${given(13.8)} nats below certainty.`,
    ];
  },
});
