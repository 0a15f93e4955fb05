import { logAddExp } from '#numerics/log-add-exp';
import { measurement } from '#report/measurement';

const EQUAL = -5;

export const jointExercises = measurement({
  id: 'joint-exercises',
  kinds: { equal: 'exact', twice: 'float64' },
  async measure() {
    return { equal: EQUAL, twice: logAddExp(EQUAL, EQUAL) };
  },
});
