/**
 * The family of rules a ⊗ₖ b = a + b + kab on float64, and the scales Sₖ on which it multiplies probabilities. k = 0 gives
 * the limit. Every function throws a RangeError unless k is finite.
 */

/** The k of the report's own rule. */
const QUARTER = 1 / 4;

function assertFinite(k: number): void {
  if (!Number.isFinite(k)) throw new RangeError(`k must be a finite number, got ${k}`);
}

/** a ⊗ₖ b. NaN where infinities cancel, and for an infinity with 0. */
export function compose(a: number, b: number, k = QUARTER): number {
  assertFinite(k);
  return a + b + k * a * b;
}

/**
 * Sₖ(p) = (p^k - 1)/k, with the digits near p = 1 kept: a probability on the scale where × is ⊗ₖ, and ln p for k = 0. For
 * k <= 0, p = 0 gives -Infinity. p below 0 gives NaN.
 */
export function fromProbability(p: number, k = QUARTER): number {
  assertFinite(k);
  return k === 0 ? Math.log(p) : Math.expm1(k * Math.log(p)) / k;
}
