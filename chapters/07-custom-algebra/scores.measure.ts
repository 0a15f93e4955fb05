import { compose } from '#numerics/custom-algebra';
import { each, measurement } from '#report/measurement';
import { atLeastOne, belief, meanLevel, phi, times } from './operations.ts';

const SURE = 0.9;
const UNSURE = 0.1;

/** Three scores as programs combine them wrongly, and as they should. */
export const threeScores = measurement({
  id: 'three-scores',
  kinds: {
    levels: { wrong: 'exact', ...each('float64', 'ratio', 'right') },
    sure: { ...each('exact', 'p', 'scores'), right: 'float64' },
    unsure: { p: 'exact', ...each('float64', 'wrong', 'right') },
  },
  async measure() {
    const [first, second] = [60, 80];
    const right = meanLevel(first, second);
    let [p, scores] = [SURE, 1];
    for (; p < 1; scores++) p = belief(p, SURE);
    return {
      levels: { wrong: (first + second) / 2, right, ratio: 10 ** ((right - first) / 10) },
      sure: { p: SURE, right: belief(SURE, SURE), scores },
      unsure: { p: UNSURE, wrong: atLeastOne(UNSURE, UNSURE), right: belief(UNSURE, UNSURE) },
    };
  },
});

/** The invented rule, and the two rules that it imitates. */
export const threeRules = measurement({
  id: 'three-rules',
  kinds: {
    growth: { ...each('exact', 'first', 'second'), ...each('float64', 'sum', 'composed') },
    tests: { caught: 'exact', together: 'float64' },
    invented: each('exact', 'numbers', 'factors', 'product', 'result'),
  },
  async measure() {
    const [first, second] = [0.1, 0.2];
    const factor = phi.to(2);
    return {
      growth: { first, second, sum: first + second, composed: compose(first, second, 1) },
      tests: { caught: SURE, together: compose(SURE, SURE, -1) },
      invented: { numbers: [2, 2], factors: [factor, factor], product: factor ** 2, result: times(2, 2) },
    };
  },
});
