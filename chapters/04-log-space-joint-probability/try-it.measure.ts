import { logAddExp } from '#numerics/log-add-exp';
import { either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';

const MEAN = -3;
const FLOAT64_FLOOR = Math.log(Number.MIN_VALUE);
const EQUAL = -5;

export const jointExercises = measurement({
  id: 'joint-exercises',
  kinds: { mean: 'exact', floor: 'float64', tokens: 'exact', equal: 'exact', twice: 'float64' },
  async measure({ lm }) {
    return {
      known: either(isEmbedded(lm), 'embedded', 'another'),
      mean: MEAN,
      floor: FLOAT64_FLOOR,
      tokens: Math.ceil(FLOAT64_FLOOR / MEAN),
      equal: EQUAL,
      twice: logAddExp(EQUAL, EQUAL),
    };
  },
});
