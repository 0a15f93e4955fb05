import { mean } from '#numerics/sum';
import { measurement } from '#report/measurement';

const PROBABILITIES = [0.9, 0.9, 0.001];

export const averages = measurement({
  id: 'averages-of-probabilities',
  kinds: { probabilities: 'exact', mean: 'float64', geometric: 'float64', perplexity: 'float64' },
  async measure() {
    const meanLog = mean(PROBABILITIES.map(Math.log));
    return {
      probabilities: PROBABILITIES,
      mean: mean(PROBABILITIES),
      geometric: Math.exp(meanLog),
      perplexity: Math.exp(-meanLog),
    };
  },
});
