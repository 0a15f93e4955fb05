import { at } from '#numerics/list';
import { sigmoid } from '#numerics/sigmoid';
import { measurement } from '#report/measurement';
import { onlyToken, PROMPT, predict } from './prediction.ts';

const PAIRS: readonly (readonly [string, string])[] = [
  [' Paris', ' London'],
  [' Paris', ' the'],
  [' the', ' London'],
  [' Rome', ' Madrid'],
  [' Lyon', ' London'],
];

export const twoChoices = measurement({
  id: 'two-choices',
  kinds: {
    pairs: {
      logitDifference: 'logit',
      logprobDifference: 'nats',
      share: 'probability',
      sigmoid: 'probability',
    },
    largestDifference: 'float64',
    curve: { difference: 'exact', probability: 'float64' },
  },
  async measure({ lm }) {
    const { logits, logprobs } = await predict(lm, PROMPT);
    const pairs = PAIRS.map(([a, b]) => {
      const [idA, idB] = [onlyToken(lm, a), onlyToken(lm, b)];
      const logitDifference = at(logits, idA) - at(logits, idB);
      const logprobDifference = at(logprobs, idA) - at(logprobs, idB);
      const [pA, pB] = [Math.exp(at(logprobs, idA)), Math.exp(at(logprobs, idB))];
      const share = pA / (pA + pB);
      return { a, b, logitDifference, logprobDifference, share, sigmoid: sigmoid(logitDifference) };
    });
    return {
      prompt: PROMPT,
      pairs,
      largestDifference: Math.max(...pairs.map((pair) => Math.abs(pair.share - pair.sigmoid))),
      curve: Array.from({ length: 61 }, (_, index) => {
        const difference = (index - 32) / 4;
        return { difference, probability: sigmoid(difference) };
      }),
    };
  },
});
