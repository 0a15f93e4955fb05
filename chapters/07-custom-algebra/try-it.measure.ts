import { composeFactors, IDENTITY, inverse, K, lambdaInverse } from '#numerics/custom-algebra';
import { each, either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';

const TO_UNDO = 12;
/** Log-probabilities that all tokens of a text may have, of unlikely and of likely ones. */
const MEANS = [-3, -0.1] as const;

/**
 * After how many equal factors a composition on the scale Lₖ no longer changes. That need not be at -1/k: m float steps
 * above it, a factor takes off m(1 - p^k) steps, and when that is less than a half the result is rounded back.
 */
export function stuckAfter(logprob: number, k = K): number {
  const factor = lambdaInverse(logprob, k);
  let folded = IDENTITY;
  for (let factors = 0; ; factors++) {
    const next = composeFactors(folded, factor, k);
    if (next === folded) return factors;
    folded = next;
  }
}

export const algebraExercises = measurement({
  id: 'algebra-exercises',
  kinds: {
    ...each('exact', 'toUndo', 'undone'),
    predictable: { ...each('exact', 'mean', 'tokens'), sum: 'float64' },
  },
  async measure({ lm }) {
    return {
      known: either(isEmbedded(lm), 'embedded', 'another'),
      toUndo: TO_UNDO,
      undone: inverse(TO_UNDO),
      predictable: MEANS.map((mean) => {
        const tokens = stuckAfter(mean);
        return { mean, tokens, sum: tokens * mean };
      }),
    };
  },
});
