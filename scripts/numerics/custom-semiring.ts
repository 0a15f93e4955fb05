import { composeFactors, fromProbability, IDENTITY, toProbability } from './custom-algebra.ts';
import type { Semiring } from './semiring.ts';

/**
 * The probability semiring carried over by L with k = 1/4: weights are probabilities p written as 4(p^(1/4) - 1). What
 * joins the steps of a path, which was ×, is ⊞; what joins paths, which was +, takes the detour by way of probabilities. -4
 * is the weight of no path, 0 that of a certain step. Weights lie from -4 upwards: below, `toProbability` and `plus` give NaN. ⊞
 * is computed as a product, so that no path stays no path to the last digit (see `composeFactors`).
 */
// #region custom-semiring
export const customSemiring: Semiring<number> = {
  name: 'carried over by ⊞',
  zero: -4,
  one: IDENTITY,
  plus: (a, b) => fromProbability(toProbability(a) + toProbability(b)),
  times: (a, b) => composeFactors(a, b),
};
// #endregion custom-semiring
