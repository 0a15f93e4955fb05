import { compose } from '#numerics/custom-algebra';
import { pow } from '#numerics/pow';
import { each, measurement } from '#report/measurement';
import { phi, times } from './operations.ts';
import { beliefFrom, meanLevel } from './score-rules.ts';

const SURE = 0.9;
const UNSURE = 0.1;
const EVEN = 0.5;
/** The prior of an answer that is one of a hundred. */
const RARE = 0.01;

/** Three scores as programs combine them wrongly, and as they should. */
export const threeScores = measurement({
  id: 'three-scores',
  kinds: {
    levels: { wrong: 'exact', ...each('float64', 'ratio', 'right') },
    sure: { ...each('exact', 'p', 'scores'), right: 'float64' },
    unsure: { ...each('exact', 'p', 'rare'), ...each('float64', 'wrong', 'fromEven', 'fromRare') },
  },
  async measure() {
    const [first, second] = [60, 80];
    const right = meanLevel(first, second);
    const fromEven = beliefFrom(EVEN);
    let [p, scores] = [SURE, 1];
    for (; p < 1; scores++) p = fromEven(p, SURE);
    return {
      levels: { wrong: (first + second) / 2, right, ratio: pow(10, (right - first) / 10) },
      sure: { p: SURE, right: fromEven(SURE, SURE), scores },
      unsure: {
        p: UNSURE,
        rare: RARE,
        wrong: compose(UNSURE, UNSURE, -1),
        fromEven: fromEven(UNSURE, UNSURE),
        fromRare: beliefFrom(RARE)(UNSURE, UNSURE),
      },
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
      invented: { numbers: [2, 2], factors: [factor, factor], product: factor * factor, result: times(2, 2) },
    };
  },
});
