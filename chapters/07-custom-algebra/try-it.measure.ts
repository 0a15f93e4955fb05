import { composeFactors, IDENTITY, inverse, K, lambdaInverse } from '#numerics/custom-algebra';
import { measurement } from '#report/measurement';
import { stepAbove } from './float-steps.ts';

const LARGER_K = 10;

const TO_UNDO = 12;

const MEAN = -3;

const MEANS = [-3, -2, -0.5, -0.1];

/** Where a composition of equal factors came to rest. */
export interface Stuck {
  readonly factors: number;
  readonly at: number;
  /** How many steps of the float grid it is above -k. */
  readonly stepsAbove: number;
}

/**
 * After how many equal factors a composition on the scale Lₖ no longer changes. That need not be at -k: m steps above it, a
 * factor takes off m(1 - p^(1/k)) steps, and when that is less than a half the result is rounded back.
 */
export function stuckAfter(logprob: number, k: number): Stuck {
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
    toUndo: 'exact',
    undone: 'exact',
    k: 'exact',
    mean: 'exact',
    estimate: 'float64',
    four: 'exact',
    ten: 'exact',
    tenAt: 'float64',
    tenSteps: 'exact',
    tenTakes: 'float64',
    fourTakes: 'float64',
    predictable: { mean: 'exact', tokens: 'exact', sum: 'float64', stepsAbove: 'exact' },
    outcome: 'exact',
  },
  async measure() {
    const four = stuckAfter(MEAN, K).factors;
    const ten = stuckAfter(MEAN, LARGER_K);
    const takes = (k: number) => -Math.expm1(MEAN / k);
    const outcome: 'above' | 'at the floor' = ten.stepsAbove > 0 ? 'above' : 'at the floor';
    return {
      outcome,
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
