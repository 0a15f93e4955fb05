/**
 * The family of rules a ⊗ₖ b = a + b + kab on float64, and the scales Lₖ on which it multiplies probabilities. k = 0 gives
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
 * ln(1 + ka)/k, which is a for k = 0: from the scale Lₖ to the log-probability; it turns ⊗ₖ into +. At -1/k it is -Infinity
 * for k > 0, +Infinity for k < 0; beyond -1/k NaN.
 */
export function toLog(a: number, k = QUARTER): number {
  assertFinite(k);
  return k === 0 ? a : Math.log1p(k * a) / k;
}

/** The way back, (e^(ks) - 1)/k, from a log-probability to the scale Lₖ, with the digits of a small s kept. */
export function fromLog(s: number, k = QUARTER): number {
  assertFinite(k);
  return k === 0 ? s : Math.expm1(k * s) / k;
}

/**
 * Lₖ(p) = (p^k - 1)/k: a probability on the scale where × is ⊗ₖ, and ln p for k = 0. For k <= 0, p = 0 gives -Infinity.
 * p below 0 gives NaN.
 */
export function fromProbability(p: number, k = QUARTER): number {
  return fromLog(Math.log(p), k);
}

/** The inverse, (1 + ka)^(1/k), and e^a for k = 0. -1/k gives 0 for k > 0 and +Infinity for k < 0; beyond it NaN. */
export function toProbability(a: number, k = QUARTER): number {
  return Math.exp(toLog(a, k));
}
