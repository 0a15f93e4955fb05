import { negativeLogLikelihood } from '#numerics/cross-entropy';
import { measurement } from '#report/measurement';

const CHANCES = [1, 0.8, 0.5, 0.1, 0.05, 0.001];

export const surprisalOfOne = measurement({
  id: 'surprisal-of-one',
  kinds: {
    rows: { probability: 'exact', surprisal: 'float64' },
  },
  async measure() {
    const row = (probability: number) => ({ probability, surprisal: negativeLogLikelihood(probability) });
    return {
      rows: CHANCES.map(row),
    };
  },
});
