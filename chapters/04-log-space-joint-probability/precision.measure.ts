import { at } from '#numerics/list';
import { log1mExp } from '#numerics/log1m-exp';
import { each, measurement } from '#report/measurement';
import { logSumExp } from './pick.ts';
import { runningProduct } from './underflow.measure.ts';

/** Half of the distance between one and the next float64: the largest relative error of one addition. */
const UNIT_ROUNDOFF = Number.EPSILON / 2;
/** They add up to one. */
const CERTAIN = [0.1, 0.2, 0.7];
/** Two log-probabilities of a nearly certain event that a model cannot tell apart. */
const NEARLY = [-0.01, -0.03];

export const precision = measurement({
  id: 'precision-of-scores',
  needs: { story: runningProduct },
  kinds: {
    summation: 'float64',
    certain: { probabilities: 'exact', not: 'float64' },
    nearly: { x: 'exact', ...each('float64', 'not', 'probability') },
    factor: 'float64',
  },
  async measure({ story }) {
    const nearly = NEARLY.map((x) => ({ x, not: log1mExp(x), probability: -Math.expm1(x) }));
    return {
      summation: story.factors * UNIT_ROUNDOFF * Math.abs(story.total),
      certain: { probabilities: CERTAIN, not: log1mExp(logSumExp(CERTAIN.map(Math.log))) },
      nearly,
      factor: at(nearly, 1).probability / at(nearly, 0).probability,
    };
  },
});
