import { toBits } from '#numerics/bits-per-byte';
import { perplexity } from '#numerics/perplexity';
import { mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';

/** Halves, so that the surprisals in bits are whole numbers. */
const PROBABILITIES = [0.5, 0.25, 0.125, 0.25];

export const averageOfFour = measurement({
  id: 'average-of-four',
  kinds: {
    rows: { probability: 'exact', bits: 'float64' },
    ...each('float64', 'meanBits', 'meanNats', 'perplexity'),
  },
  async measure() {
    const rows = PROBABILITIES.map((probability) => ({ probability, bits: toBits(-Math.log(probability)) }));
    const meanLogprob = mean(PROBABILITIES.map((probability) => Math.log(probability)));
    return {
      rows,
      meanBits: toBits(-meanLogprob),
      meanNats: -meanLogprob,
      perplexity: perplexity(meanLogprob),
    };
  },
});
