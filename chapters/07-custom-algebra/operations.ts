// #region times
import { type Bijection, transport } from '#numerics/isomorphism';

export const phi: Bijection = { to: (a) => 1 + a / 4, back: (x) => 4 * (x - 1) };
export const times = transport((x, y) => x * y, phi);
// #endregion times
