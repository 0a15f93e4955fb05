import { addLevels } from '#numerics/decibel';
import { each, measurement } from '#report/measurement';

const EACH = 60;
const DIFFERENCES = Array.from({ length: 81 }, (_, index) => index / 4);

export const levelSums = measurement({
  id: 'level-sums',
  kinds: {
    curve: { difference: 'exact', gain: 'float64' },
    marks: { difference: 'exact', gain: 'float64' },
    ...each('exact', 'each'),
    ...each('float64', 'naive', 'two', 'ten'),
  },
  async measure() {
    const gainAt = (difference: number) => ({ difference, gain: addLevels(0, -difference) });
    return {
      each: EACH,
      naive: EACH + EACH,
      two: addLevels(EACH, EACH),
      ten: Array.from({ length: 10 }, () => EACH).reduce(addLevels),
      curve: DIFFERENCES.map(gainAt),
      marks: [0, 5, 10].map(gainAt),
    };
  },
});
