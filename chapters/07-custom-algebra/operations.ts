import { type Bijection, transport } from '#numerics/isomorphism';

/** The operations of the chapter: three rules for scores, and the invented rule a ⊗ b = a + b + ab/4. */

// #region scores
const power = { to: (dB: number) => 10 ** (dB / 10), back: (x: number) => 10 * Math.log10(x) };
const odds = { to: (p: number) => p / (1 - p), back: (x: number) => x / (1 + x) };
const miss = { to: (p: number) => 1 - p, back: (x: number) => 1 - x };

export const meanLevel = transport((x, y) => (x + y) / 2, power);
export const belief = transport((x, y) => x * y, odds);
export const atLeastOne = transport((x, y) => x * y, miss);
// #endregion scores

// #region times
export const phi: Bijection = { to: (a) => 1 + a / 4, back: (x) => 4 * (x - 1) };
export const times = transport((x, y) => x * y, phi);
// #endregion times
