import { entropy } from '#numerics/entropy';
import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';

/** Predictions over four tokens, and the place of the actual one. */
const PREDICTIONS = [
  { what: 'sure and right', probabilities: [0.97, 0.01, 0.01, 0.01], came: 0 },
  { what: 'unsure and wrong', probabilities: [0.4, 0.2, 0.2, 0.2], came: 1 },
  { what: 'sure and wrong', probabilities: [0.97, 0.01, 0.01, 0.01], came: 1 },
];

export const sureAndWrong = measurement({
  id: 'sure-and-wrong',
  kinds: {
    rows: {
      ...each('exact', 'probabilities', 'probability', 'came'),
      ...each('float64', 'entropy', 'surprisal'),
    },
  },
  async measure() {
    return {
      rows: PREDICTIONS.map((prediction) => {
        const probability = at(prediction.probabilities, prediction.came);
        return {
          ...prediction,
          probability,
          entropy: entropy(prediction.probabilities),
          surprisal: -Math.log(probability),
        };
      }),
    };
  },
});
