import { at } from '#numerics/list';
import { sigmoid } from '#numerics/sigmoid';
import { either, measurement } from '#report/measurement';
import { PROMPT, predict, tokensOf } from './prediction.ts';

const WORDS = [' Paris', ' London', ' the', ' Rome', ' Madrid', ' Lyon'];
/** Places in the list of words. */
const PAIRS = [
  [0, 1],
  [0, 2],
  [2, 1],
  [3, 4],
  [5, 1],
] as const;

/** The share of the first of two by their probabilities; null where float64 shows both as zero. */
export const shareOf = (a: number, b: number): number | null => (a + b === 0 ? null : a / (a + b));

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
    const prediction = await predict(lm, PROMPT);
    const { logits, logprobs } = prediction;
    const tokens = tokensOf(lm, prediction, WORDS);
    const pairs = PAIRS.map(([first, second]) => {
      const [{ id: idA, text: a }, { id: idB, text: b }] = [at(tokens, first), at(tokens, second)];
      const logitDifference = at(logits, idA) - at(logits, idB);
      const logprobDifference = at(logprobs, idA) - at(logprobs, idB);
      const [pA, pB] = [Math.exp(at(logprobs, idA)), Math.exp(at(logprobs, idB))];
      const share = shareOf(pA, pB);
      return { a, b, logitDifference, logprobDifference, share, sigmoid: sigmoid(logitDifference) };
    });
    const grid = Array.from({ length: 61 }, (_, index) => (index - 32) / 4);
    const differences = pairs.map((pair) => pair.logitDifference);
    const wider = [Math.floor(Math.min(...differences)), Math.ceil(Math.max(...differences))];
    return {
      prompt: PROMPT,
      pairs,
      largestDifference: pairs.reduce(
        (largest, { share, sigmoid }) =>
          share === null ? largest : Math.max(largest, Math.abs(share - sigmoid)),
        0,
      ),
      ways: either(
        pairs.some(({ share }) => share === null),
        'one is lost',
        'agree',
      ),
      curve: [...wider.filter((end) => end < -8), ...grid, ...wider.filter((end) => end > 7)].map(
        (difference) => ({ difference, probability: sigmoid(difference) }),
      ),
    };
  },
});
