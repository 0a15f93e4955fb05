import { at } from '#numerics/list';
import { prose, section, table } from '#report';
import { equation, given, math, nats, percent, real, rounded, term, token } from '#report/values';
import { ladder } from './log-probabilities.measure.ts';
import { softmaxSteps } from './softmax-by-hand.measure.ts';

export const logProbabilities = section({
  id: 'log-probabilities',
  title: prose`Log-probabilities`,
  needs: { m: ladder, steps: softmaxSteps },
  write({ m, steps }) {
    const first = at(steps.rows, 0);
    return [
      prose`APIs return the natural logarithm of a probability: the
        ${term('log-probability')} ${math`\ell = \ln q`}. Its unit is the ${term('nat')}. The probability of a text is a *product* of
        many factors, soon too small for a float; its logarithm is a sum. The logarithm also turns softmax into
        a subtraction of one number, the same for all tokens, called ${term('log-sum-exp')}:`,
      equation`\ell_i = \ln q_i = z_i - \ln \sum_j e^{z_j}`,
      prose`For ${token(first.text)}, ${real(first.logit, 2)} − ${real(steps.logSum, 2)} makes
        ${nats(first.logprob, 2)}. Log-probabilities differ by as much as their logits, so a
        difference of logits is also in nats.

        A log-probability of zero means certainty; all others are negative. Learn a few by heart:`,
      table({
        id: 'ladder',
        caption: prose`What a log-probability means.`,
        rows: m.rows,
        columns: [
          ['log-probability (nats)', (row) => given(row.logprob)],
          ['probability', (row) => percent(row.probability, 2)],
          ['one in about', (row) => rounded(row.oneIn, 2)],
        ],
      }),
      prose`One nat less divides a probability by ${real(m.oneNat, 2)}; ${given(m.ten.nats)} nats less divide it by ten.`,
    ];
  },
});
