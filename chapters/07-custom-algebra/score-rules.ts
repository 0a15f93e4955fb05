// #region scores
import { type Bijection, transport } from '#numerics/isomorphism';
import { pow } from '#numerics/pow';

const power: Bijection = { to: (dB) => pow(10, dB / 10), back: (x) => 10 * Math.log10(x) };
const logOdds: Bijection = { to: (p) => Math.log(p / (1 - p)), back: (x) => 1 / (1 + Math.exp(-x)) };

export const meanLevel = transport((x, y) => (x + y) / 2, power);
/** For scores that all begin at this prior. In log-odds, their sum counts it twice. */
export const beliefFrom = (prior: number) => transport((x, y) => x + y - logOdds.to(prior), logOdds);
// #endregion scores
