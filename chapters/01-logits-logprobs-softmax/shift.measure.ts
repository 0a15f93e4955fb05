import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { logSoftmax, softmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';
import { PROMPT, predict } from './predict-next-token.ts';

const CONSTANTS = [0, 500, 1000, -1000];

/** Softmax as the formula has it: fine on paper. */
export function naiveSoftmax(logits: readonly number[]): number[] {
  const exponentials = logits.map(Math.exp);
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}

/** z - ln Σ exp(z), as the formula has it: fine on paper. */
export function naiveLogSoftmax(logits: readonly number[]): number[] {
  const sum = logits.map(Math.exp).reduce((total, value) => total + value, 0);
  return logits.map((logit) => logit - Math.log(sum));
}

export const shiftedLogits = measurement({
  id: 'shifted-logits',
  dependsOnEngine: 'a server gives logits up to a constant',
  mayBeNaN: 'the naive softmax divides infinity by infinity, which is what is shown',
  kinds: {
    rows: {
      constant: 'exact',
      naiveProbability: 'probability',
      naiveLogprob: 'nats',
      probability: 'probability',
      logprob: 'nats',
      logSum: 'logit',
    },
    largestDifference: 'float64',
  },
  async measure({ lm }) {
    const { logits, logprobs, order } = await predict(lm, PROMPT);
    const winner = at(order, 0);
    let largestDifference = 0;
    const rows = CONSTANTS.map((constant) => {
      const shifted = Array.from(logits, (logit) => logit + constant);
      const stable = logSoftmax(shifted);
      for (const [id, logprob] of stable.entries()) {
        largestDifference = Math.max(largestDifference, Math.abs(logprob - at(logprobs, id)));
      }
      return {
        constant,
        naiveProbability: at(naiveSoftmax(shifted), winner),
        naiveLogprob: at(naiveLogSoftmax(shifted), winner),
        probability: at(softmax(shifted), winner),
        logprob: at(stable, winner),
        logSum: logSumExp(shifted),
      };
    });
    return {
      winner: at(lm.pieces([winner]), 0).text,
      rows,
      largestDifference,
    };
  },
});
