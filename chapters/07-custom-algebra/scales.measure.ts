import { fromProbability } from '#numerics/custom-algebra';
import { pow } from '#numerics/pow';
import { each, measurement } from '#report/measurement';

/** From the most curved scale to the one that is nearest to the logarithm, as they are written. */
const FAMILY = [
  { k: 1, name: '1' },
  { k: 1 / 4, name: '1/4' },
  { k: 1 / 32, name: '1/32' },
];
export const LEAST = 1e-15;
const PROBABILITIES = Array.from({ length: 121 }, (_, index) => pow(LEAST, 1 - index / 120));

export const familyOfScales = measurement({
  id: 'family-of-scales',
  kinds: { ...each(each('float64', 'p', 'value'), 'curves', 'log'), floors: { floor: 'float64' } },
  async measure() {
    return {
      curves: FAMILY.flatMap(({ k, name }) =>
        PROBABILITIES.map((p) => ({ name, p, value: fromProbability(p, k) })),
      ),
      log: PROBABILITIES.map((p) => ({ p, value: fromProbability(p, 0) })),
      floors: FAMILY.map(({ k, name }) => ({ name, floor: -1 / k })),
    };
  },
});
