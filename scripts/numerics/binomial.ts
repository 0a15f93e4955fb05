import { assertLevel, assertPositiveInteger } from './assert.ts';

function assertCount(successes: number, n: number): void {
  assertPositiveInteger('n', n);
  if (!(Number.isInteger(successes) && successes >= 0 && successes <= n))
    throw new RangeError(`successes must be an integer from 0 to ${n}, got ${successes}`);
}

/**
 * The probability of at most so many successes in n independent tries that each succeed with probability p. Throws a
 * RangeError unless n is a positive integer, successes an integer from 0 to n, and p from 0 to 1.
 */
export function binomialAtMost(successes: number, n: number, p: number): number {
  assertCount(successes, n);
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p must be from 0 to 1, got ${p}`);
  if (p === 0 || successes === n) return 1;
  if (p === 1) return 0;
  const logOdds = Math.log(p) - Math.log1p(-p);
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let k = 1; k <= successes; k++) {
    logTerm += Math.log((n - k + 1) / k) + logOdds;
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

/**
 * The exact one-sided upper bound of a share: with a larger true share, so few successes would be seen in less than
 * 1 - level of all cases. Throws a RangeError as `binomialAtMost` does, and unless level is above 0 and below 1.
 *
 * Source: C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits", Biometrika 26 (1934).
 */
export function upperBound(successes: number, n: number, level = 0.95): number {
  assertCount(successes, n);
  assertLevel(level);
  if (successes === n) return 1;
  let [low, high] = [successes / n, 1];
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (binomialAtMost(successes, n, middle) > 1 - level) low = middle;
    else high = middle;
  }
  return high;
}
