import { measurement } from '#report/measurement';

/** The log-probabilities worth knowing by heart. */
const LADDER = [-0.1, -0.69, -1, -2.3, -5];
/** How many nats are about a factor of ten. */
const NATS_OF_TEN = 2.3;

export const ladder = measurement({
  id: 'logprob-ladder',
  kinds: {
    rows: { logprob: 'exact', probability: 'float64' },
    oneNat: 'float64',
    ten: { nats: 'exact' },
  },
  async measure() {
    return {
      rows: LADDER.map((logprob) => ({
        logprob,
        probability: Math.exp(logprob),
      })),
      oneNat: Math.exp(1),
      ten: { nats: NATS_OF_TEN },
    };
  },
});
