import { composeFactors, decode, encode, IDENTITY } from './custom-algebra.ts';
import type { Semiring } from './semiring.ts';

/**
 * The probability semiring carried over by L₄: weights are probabilities p written as L₄(p). ⊗, which was ×, is ⊕₄; ⊕,
 * which was +, takes the detour: decode, add, encode. -4 is the weight of no path, 0 that of a certain step. Weights
 * lie from -4 upwards: below, `decode` gives NaN, and so does ⊕. ⊕₄ is computed as a product, so that no path stays no
 * path to the last digit (see `composeFactors`).
 */
// #region custom-semiring
export const customSemiring: Semiring<number> = {
  name: 'carried over by L₄',
  zero: -4,
  one: IDENTITY,
  plus: (a, b) => encode(decode(a) + decode(b)),
  times: (a, b) => composeFactors(a, b),
};
// #endregion custom-semiring
