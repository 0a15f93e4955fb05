import { log1mExp } from '#numerics/log1m-exp';
import { each, measurement } from '#report/measurement';
import { logSumExp } from './log-sum-exp-code.ts';
import { runningProduct } from './underflow.measure.ts';

/** Half of the distance between one and the next float64: the largest relative error of one addition. */
const UNIT_ROUNDOFF = Number.EPSILON / 2;
/** They add up to one. */
const CERTAIN = [0.1, 0.2, 0.7];
/** As log-probabilities. */
const [NEARLY_CERTAIN, NEARLY_IMPOSSIBLE] = [-1e-20, -50];

export const precision = measurement({
  id: 'precision-of-scores',
  needs: { story: runningProduct },
  kinds: {
    summation: 'float64',
    certain: { probabilities: 'exact', not: 'float64' },
    ...each('float64', 'notCertain', 'notImpossible'),
  },
  async measure({ story }) {
    return {
      summation: story.factors * UNIT_ROUNDOFF * Math.abs(story.total),
      notCertain: log1mExp(NEARLY_CERTAIN),
      notImpossible: log1mExp(NEARLY_IMPOSSIBLE),
      certain: { probabilities: CERTAIN, not: log1mExp(logSumExp(CERTAIN.map(Math.log))) },
    };
  },
});
