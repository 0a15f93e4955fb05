import {
  absorbingElement,
  composeFactors,
  fromLog,
  IDENTITY,
  inverse,
  QUARTER,
} from '#numerics/custom-algebra';
import { each, either, measurement } from '#report/measurement';
import { isEmbedded } from '../about-model.ts';
import { floatSteps } from './exact.ts';

const TO_UNDO = 12;
/** Log-probabilities that all tokens of a text may have, of unlikely and of likely ones. */
const MEANS = [-3, -0.1] as const;

/**
 * After how many equal factors a composition on the scale Lₖ no longer changes. That need not be at -1/k: m float steps
 * above it, a factor takes off m(1 - p^k) steps, and when that is less than a half the result is rounded back. `above`
 * counts these steps.
 */
export function comesToRest(logprob: number, k = QUARTER) {
  const factor = fromLog(logprob, k);
  let folded = IDENTITY;
  for (let factors = 0; ; factors++) {
    const next = composeFactors(folded, factor, k);
    if (next === folded) return { factors, above: floatSteps(absorbingElement(k), folded) };
    folded = next;
  }
}

export const algebraExercises = measurement({
  id: 'algebra-exercises',
  kinds: {
    ...each('exact', 'toUndo', 'undone'),
    predictable: { ...each('exact', 'mean', 'tokens', 'above'), sum: 'float64' },
  },
  async measure({ lm }) {
    return {
      known: either(isEmbedded(lm), 'embedded', 'another'),
      toUndo: TO_UNDO,
      undone: inverse(TO_UNDO),
      predictable: MEANS.map((mean) => {
        const { factors, above } = comesToRest(mean);
        return { mean, tokens: factors, sum: factors * mean, above };
      }),
    };
  },
});
