import { at } from '#numerics/list';
import { logSumExp } from '#numerics/log-sum-exp';
import { sigmoid } from '#numerics/sigmoid';
import { softmax } from '#numerics/softmax';
import { each, measurement } from '#report/measurement';

/** The logits of the first exercise, and what is added to them. */
const LOGITS = [12, 11, 9];
const CONSTANT = 1000;

/** A list that an API might give after a review. */
const LIST = [
  { label: 'positive', logprob: -0.9 },
  { label: 'negative', logprob: -1.3 },
  { label: 'good', logprob: -2.3 },
  { label: 'bad', logprob: -3 },
  { label: 'mixed', logprob: -3.9 },
];
const COLD = 0.5;

/** The answers to the exercises: by arithmetic alone, without the model. */
export const exerciseAnswers = measurement({
  id: 'exercise-answers',
  kinds: {
    logits: { ...each('exact', 'logit', 'fromLargest'), ...each('float64', 'exponential', 'probability') },
    constant: 'exact',
    ...each('float64', 'firstOverSecond', 'firstOverThird', 'sum', 'logSum', 'logprob'),
    list: { logprob: 'exact' },
    cold: 'exact',
    ...each('float64', 'lead', 'odds', 'coldOdds', 'listed', 'hidden', 'last', 'share'),
  },
  async measure() {
    const [first, second, third] = [at(LOGITS, 0), at(LOGITS, 1), at(LOGITS, 2)];
    const shifted = LOGITS.map((logit) => logit + CONSTANT);
    const probabilities = softmax(shifted);
    const logSum = logSumExp(shifted);
    const lead = at(LIST, 0).logprob - at(LIST, 1).logprob;
    const listed = LIST.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
    return {
      logits: LOGITS.map((logit, place) => ({
        logit,
        fromLargest: logit - first,
        exponential: Math.exp(logit - first),
        probability: at(probabilities, place),
      })),
      constant: CONSTANT,
      firstOverSecond: Math.exp(first - second),
      firstOverThird: Math.exp(first - third),
      sum: LOGITS.reduce((sum, logit) => sum + Math.exp(logit - first), 0),
      logSum,
      logprob: at(shifted, 0) - logSum,
      list: LIST,
      cold: COLD,
      lead,
      odds: Math.exp(lead),
      coldOdds: Math.exp(lead / COLD),
      listed,
      hidden: 1 - listed,
      last: Math.exp(at(LIST, LIST.length - 1).logprob),
      share: sigmoid(lead),
    };
  },
});
