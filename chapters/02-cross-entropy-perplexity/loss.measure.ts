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
export const lossByHand = measurement({
  id: 'loss-by-hand',
  kinds: {
    rows: { logits: 'exact', target: 'exact', probabilities: 'float64', loss: 'float64' },
    mean: 'float64',
    perplexity: 'float64',
  },
  async measure() {
    const losses = crossEntropyLoss(LOGITS, TARGETS);
    const meanLoss = mean(losses);
    return {
      rows: LOGITS.map((logits, index) => ({
        logits,
        target: at(TARGETS, index),
        probabilities: [...softmax(logits)],
        loss: at(losses, index),
      })),
      mean: meanLoss,
      perplexity: perplexity(-meanLoss),
    };
  },
});
