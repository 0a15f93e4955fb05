import { negativeLogLikelihood } from '#numerics/cross-entropy';
import { pow } from '#numerics/pow';
import { measurement } from '#report/measurement';

const CHANCES = [1, 0.8, 0.5, 0.05, 0.001];
const GRID = Array.from({ length: 120 }, (_, index) => 0.001 * pow(1000, index / 119));

export const surprisalOfOne = measurement({
  id: 'surprisal-of-one',
  kinds: {
    rows: { probability: 'exact', surprisal: 'float64' },
    curve: { probability: 'float64', surprisal: 'float64' },
    tenfold: 'float64',
  },
  async measure() {
    const row = (probability: number) => ({ probability, surprisal: negativeLogLikelihood(probability) });
    return {
      rows: CHANCES.map(row),
      curve: GRID.map(row),
      /** What a chance that is ten times smaller costs more, in nats. */
      tenfold: negativeLogLikelihood(0.1),
    };
  },
});
