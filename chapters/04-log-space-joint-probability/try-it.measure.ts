import { logAddExp } from '#numerics/log-add-exp';
import { logMeanExp } from '#numerics/log-mean-exp';
import { log1mExp } from '#numerics/log1m-exp';
import { mean } from '#numerics/sum';
import { each, measurement } from '#report/measurement';

const EQUAL = -5;
const ALMOST_CERTAIN = -1e-12;
const WORDED = [0.9, 0.1].map(Math.log);

export const jointExercises = measurement({
  id: 'joint-exercises',
  kinds: { ...each('exact', 'equal', 'almost'), ...each('float64', 'twice', 'none', 'mean', 'meanOfLogs') },
  async measure() {
    return {
      equal: EQUAL,
      twice: logAddExp(EQUAL, EQUAL),
      almost: ALMOST_CERTAIN,
      none: log1mExp(ALMOST_CERTAIN),
      mean: logMeanExp(WORDED),
      meanOfLogs: mean(WORDED),
    };
  },
});
