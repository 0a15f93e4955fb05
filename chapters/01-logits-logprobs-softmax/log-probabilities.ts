import { prose, section, table } from '#report';
import { equation, given, math, nats, percent, real, ref, term } from '#report/values';
import { ladder } from './log-probabilities.measure.ts';
import { toySoftmax } from './softmax-by-hand.measure.ts';

export const logProbabilities = section({
  id: 'log-probabilities',
  title: prose`The logarithm of a probability, and an eye for it`,
  needs: { m: ladder, toy: toySoftmax },
  write: ({ m, toy }) => [
    prose`Programs compute with, and APIs return, ${term('log-probability', 'log-probabilities')},
      ${math`\ell = \ln q`}. A probability lies between zero and one, so its logarithm is zero or negative: zero
      means certain, and the further below zero, the less likely. The unit is the ${term('nat')}.

      Why logarithms? The probability of a whole text is a *product*, one factor for each token, and soon too small for a
      computer to hold (${ref('04-log-space-joint-probability')}). Logarithms turn it into a sum. And since
      ${math`\ln`} undoes the exponential of softmax, the division becomes a subtraction:`,
    equation`\ell_i = \ln q_i = z_i - \ln \sum_j e^{z_j}`,
    prose`So a log-probability **is** a logit, moved by one number that is the same for all tokens,
      ${math`\ln \sum_j e^{z_j}`}, called ${term('log-sum-exp')}. This subtraction is *log-softmax*, the dashed arrow of ${ref('square-softmax')}:
      for A, B and C it takes ${nats(toy.logSum, 1)} off.

      Worth knowing by heart: can you guess the probabilities in ${ref('ladder')} before you
      look?`,
    table({
      id: 'ladder',
      caption: prose`An eye for log-probabilities.`,
      rows: m.rows,
      columns: [
        ['log-probability (nats)', (row) => given(row.logprob)],
        ['probability', (row) => percent(row.probability, 2)],
      ],
    }),
    prose`One nat is a factor of ${real(m.oneNat, 2)}, ${given(m.ten.nats)} nats are a factor of ten.`,
  ],
});
