/**
 * The custom algebra a ⊞ₖ b = a + b + kab, on float64. `phi`, 1 + ka, turns ⊞ₖ into ×, and `toLog`, ln(1 + ka)/k, turns it
 * into +. k = 0 gives the limit. Every function throws a RangeError unless k is finite, and on k = 0 without a limit.
 */

/** The k of the report's own operation ⊞. */
export const QUARTER = 1 / 4;

function assertFinite(k: number): void {
  if (!Number.isFinite(k)) throw new RangeError(`k must be a finite number, got ${k}`);
}

function assertFiniteNotZero(k: number): void {
  if (k === 0 || !Number.isFinite(k))
    throw new RangeError(`k must be a finite number other than 0, got ${k}`);
}

/**
 * NaN where infinities cancel, and for an infinity with 0. Near -1/k, where the sum cancels, `composeFactors` is
 * better.
 */
// #region compose
export function compose(a: number, b: number, k = QUARTER): number {
  assertFinite(k);
  return a + b + k * a * b;
}
// #endregion compose

/** The same operation written as a product: exact at the absorbing element -1/k, less precise near 0. */
// #region compose-factors
export function composeFactors(a: number, b: number, k = QUARTER): number {
  assertFiniteNotZero(k);
  return k * (a + 1 / k) * (b + 1 / k) - 1 / k;
}
// #endregion compose-factors

/** a ⊞ₖ 0 = a for every finite a and every k. */
export const IDENTITY = 0;

/** -1/k ⊞ₖ b = -1/k. */
export function absorbingElement(k = QUARTER): number {
  assertFiniteNotZero(k);
  return -1 / k;
}

/** The number b with a ⊞ₖ b = 0; NaN for an infinite a unless k is 0. Throws a RangeError for the absorbing element. */
// #region inverse
export function inverse(a: number, k = QUARTER): number {
  assertFinite(k);
  if (k !== 0 && a === absorbingElement(k))
    throw new RangeError(`${a} has no inverse: it absorbs everything it meets`);
  return -a / (1 + k * a);
}
// #endregion inverse

/** φ(a) = 1 + ka: the factor that a stands for. φ(a ⊞ₖ b) = φ(a) φ(b). */
export function phi(a: number, k = QUARTER): number {
  assertFiniteNotZero(k);
  return 1 + k * a;
}

/**
 * λ(a) = ln(1 + ka)/k, which is a for k = 0: from the scale Lₖ to the log-probability. λ(a ⊞ₖ b) = λ(a) + λ(b). At -1/k
 * it is -Infinity for k > 0, +Infinity for k < 0; beyond -1/k NaN.
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
 * Lₖ(p) = (p^k - 1)/k: a probability on the scale where × is ⊞ₖ, and ln p for k = 0. For k <= 0, p = 0 gives -Infinity.
 * p below 0 gives NaN.
 */
export function fromProbability(p: number, k = QUARTER): number {
  return fromLog(Math.log(p), k);
}

/** The inverse, (1 + ka)^(1/k), and e^a for k = 0. -1/k gives 0 for k > 0 and +Infinity for k < 0; beyond it NaN. */
export function toProbability(a: number, k = QUARTER): number {
  return Math.exp(toLog(a, k));
}
