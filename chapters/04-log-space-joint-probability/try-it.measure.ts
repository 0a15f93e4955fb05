import { logAddExp } from '#numerics/log-add-exp';
import { measurement } from '#report/measurement';

const MEAN = -3;
const FLOAT64_FLOOR = Math.log(Number.MIN_VALUE);
const EQUAL = -5;

export const jointExercises = measurement({
  id: 'joint-exercises',
  kinds: { mean: 'exact', floor: 'float64', tokens: 'exact', equal: 'exact', twice: 'float64' },
  async measure() {
    return {
      mean: MEAN,
      floor: FLOAT64_FLOOR,
      tokens: Math.ceil(FLOAT64_FLOOR / MEAN),
      equal: EQUAL,
      twice: logAddExp(EQUAL, EQUAL),
    };
  },
});
