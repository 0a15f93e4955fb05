import { crossEntropyLoss } from '#numerics/cross-entropy';
import { at } from '#numerics/list';
import { perplexity } from '#numerics/perplexity';
import { softmax } from '#numerics/softmax';
import { mean } from '#numerics/sum';
import { measurement } from '#report/measurement';

const LOGITS = [
  [2.5, 0.3, -1.2],
  [0.1, 0.2, 2.1],
];

const TARGETS = [0, 2];
const STEP = 1e-4;

/** The loss of one row after a small step of one logit. */
function nudged(row: readonly number[], target: number, moved: number, step: number): number {
  const logits = row.map((logit, index) => (index === moved ? logit + step : logit));
  return at(crossEntropyLoss([logits], [target]), 0);
}

export const lossByHand = measurement({
  id: 'loss-by-hand',
  kinds: {
    rows: { logits: 'exact', target: 'exact', probabilities: 'float64', loss: 'float64' },
    mean: 'float64',
    perplexity: 'float64',
    slopes: { place: 'exact', probability: 'float64', rule: 'float64', measured: 'float64' },
  },
  async measure() {
    const losses = crossEntropyLoss(LOGITS, TARGETS);
    const meanLoss = mean(losses);
    const [row, target] = [at(LOGITS, 0), at(TARGETS, 0)];
    const probabilities = softmax(row);
    return {
      rows: LOGITS.map((logits, index) => ({
        logits,
        target: at(TARGETS, index),
        probabilities: [...softmax(logits)],
        loss: at(losses, index),
      })),
      mean: meanLoss,
      perplexity: perplexity(-meanLoss),
      slopes: row.map((_, place) => ({
        place,
        probability: at(probabilities, place),
        rule: at(probabilities, place) - (place === target ? 1 : 0),
        measured: (nudged(row, target, place, STEP) - nudged(row, target, place, -STEP)) / (2 * STEP),
      })),
    };
  },
});
