import { logSoftmax } from '#numerics/softmax';
import { measurement } from '#report/measurement';
import { TOY_LOGITS } from './softmax-by-hand.measure.ts';

/** The log-probabilities worth knowing by heart. */
const LADDER = [-0.1, -0.69, -1, -2.3, -4.6, -6.9];
/** How many nats are about a factor of ten. */
const NATS_OF_TEN = 2.3;

export const ladder = measurement({
  id: 'logprob-ladder',
  kinds: {
    rows: { logprob: 'exact', probability: 'float64', odds: 'float64' },
    oneNat: 'float64',
    ten: { nats: 'exact' },
    toyLogprobs: 'float64',
  },
  async measure() {
    return {
      rows: LADDER.map((logprob) => {
        const probability = Math.exp(logprob);
        return { logprob, probability, odds: 1 / probability };
      }),
      oneNat: Math.exp(1),
      ten: { nats: NATS_OF_TEN },
      toyLogprobs: [...logSoftmax(TOY_LOGITS)],
    };
  },
});
