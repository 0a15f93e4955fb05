import { composeFactors, IDENTITY, inverse, K, lambdaInverse } from '#numerics/custom-algebra';
import { each, either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';
import { stepAbove } from './exact.ts';

const LARGER_K = 10;
const TO_UNDO = 12;
const MEAN = -3;
const MEANS = [-3, -2, -0.5, -0.1];

/**
 * After how many equal factors a composition on the scale Lₖ no longer changes. That need not be at -k: m steps above it, a
 * factor takes off m(1 - p^(1/k)) steps, and when that is less than a half the result is rounded back. `stepsAbove` -k
 * are counted on the float grid.
 */
export function stuckAfter(logprob: number, k: number) {
  const factor = lambdaInverse(logprob, k);
  let folded = IDENTITY;
  for (let factors = 0; ; factors++) {
    const next = composeFactors(folded, factor, k);
    if (next === folded) return { factors, at: folded, stepsAbove: (folded + k) / stepAbove(k) };
    folded = next;
  }
}

export const algebraExercises = measurement({
  id: 'algebra-exercises',
  kinds: {
    ...each('exact', 'toUndo', 'undone', 'k', 'mean', 'four', 'ten', 'tenSteps'),
    ...each('float64', 'estimate', 'tenAt', 'tenTakes', 'fourTakes'),
    predictable: { ...each('exact', 'mean', 'tokens', 'stepsAbove'), sum: 'float64' },
  },
  async measure({ lm }) {
    const four = stuckAfter(MEAN, K).factors;
    const ten = stuckAfter(MEAN, LARGER_K);
    const takes = (k: number) => -Math.expm1(MEAN / k);
    return {
      known: either(isEmbedded(lm), 'embedded', 'another'),
      outcome: either(ten.stepsAbove > 0, 'above', 'at the floor'),
      predictable: MEANS.map((mean) => {
        const { factors, stepsAbove } = stuckAfter(mean, K);
        return { mean, tokens: factors, sum: factors * mean, stepsAbove };
      }),
      tenAt: ten.at,
      tenSteps: ten.stepsAbove,
      tenTakes: takes(LARGER_K),
      fourTakes: takes(K),
      toUndo: TO_UNDO,
      undone: inverse(TO_UNDO),
      k: LARGER_K,
      mean: MEAN,
      estimate: (four * LARGER_K) / K,
      four,
      ten: ten.factors,
    };
  },
});
