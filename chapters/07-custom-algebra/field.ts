import { type Bijection, transport } from '#numerics/transport-of-structure';

/** The rule of the chapter, a ⊗ b = a + b + ab/4, and its partner a ⊕ b = a + b + 4: × and + carried over along φ. */

// #region times
export const phi: Bijection = { to: (a) => 1 + a / 4, back: (x) => 4 * (x - 1) };
export const times = transport((x, y) => x * y, phi);
// #endregion times

export const plus = transport((x, y) => x + y, phi);

// #region times-by-logs
/** a ⊗ b for numbers above −4, with all digits near 0. */
export const timesByLogs = transport((x, y) => x + y, {
  to: (a) => Math.log1p(a / 4),
  back: (x) => 4 * Math.expm1(x),
});
// #endregion times-by-logs
