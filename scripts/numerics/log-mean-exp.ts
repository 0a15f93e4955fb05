import { logSumExp } from './log-sum-exp.ts';

/** The log of the mean of numbers given as logarithms. No values give NaN; otherwise as for `logSumExp`. */
export function logMeanExp(values: ArrayLike<number>): number {
  return logSumExp(values) - Math.log(values.length);
}
