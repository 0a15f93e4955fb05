import { logSumExp } from './log-sum-exp.ts';

/**
 * The log of a mean: averages numbers that are given as logarithms, ln (1/n) Σ exp(values), without overflow. No values
 * give NaN; otherwise as for `logSumExp`.
 */

export function logMeanExp(values: ArrayLike<number>): number {
  return logSumExp(values) - Math.log(values.length);
}
