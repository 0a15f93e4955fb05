import { type Bijection, transport } from '#numerics/isomorphism';

/** The rule of the chapter, a ⊗ b = a + b + ab/4, and its partner a ⊕ b = a + b + 4: × and + carried over along φ. */

// #region times
export const phi: Bijection = { to: (a) => 1 + a / 4, back: (x) => 4 * (x - 1) };
export const times = transport((x, y) => x * y, phi);
// #endregion times

export const plus = transport((x, y) => x + y, phi);
