import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { softmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';

/** The three tokens that the chapter computes by hand. */
export const TOY_LOGITS = [2, 1, 0.1];
export const TOY_NAMES = ['A', 'B', 'C'];

export const toySoftmax = measurement({
  id: 'toy-softmax',
  kinds: {
    rows: { logit: 'exact', exponential: 'float64', probability: 'float64', logprob: 'float64' },
    e: 'float64',
    sum: 'float64',
    logSum: 'float64',
    oddsFirstSecond: 'float64',
  },
  async measure() {
    const probabilities = softmax(TOY_LOGITS);
    const logSum = logSumExp(TOY_LOGITS);
    return {
      rows: TOY_LOGITS.map((logit, index) => ({
        name: at(TOY_NAMES, index),
        logit,
        exponential: Math.exp(logit),
        probability: at(probabilities, index),
        logprob: logit - logSum,
      })),
      e: Math.exp(1),
      sum: TOY_LOGITS.reduce((sum, logit) => sum + Math.exp(logit), 0),
      logSum,
      oddsFirstSecond: at(probabilities, 0) / at(probabilities, 1),
    };
  },
});
