/**
 * The custom algebra a ⊞ₖ b = a + b + kab, on float64. 0 changes nothing and -1/k swallows everything. Two maps explain
 * it: `phi`, 1 + ka, turns ⊞ₖ into ×, and `toLog`, ln(1 + ka)/k, turns it into +. As k nears 0 the rule becomes +, and where
 * a function has a limit there, k = 0 gives it. Every function throws a RangeError unless k is finite, and unless it is
 * other than 0 where there is no limit.
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
 * Good near 0; near -1/k the sum cancels and leaves a last digit, see `composeFactors`. NaN where infinities cancel, and
 * for an infinity with 0.
 */
// #region compose
export function compose(a: number, b: number, k = QUARTER): number {
  assertFinite(k);
  return a + b + k * a * b;
}
// #endregion compose

/**
 * The same operation written as a product: exact at the absorbing element -1/k, where `compose` leaves a last digit, and
 * worse near 0, where it rounds away what is small beside 1/k.
 */
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

/**
 * The number b with a ⊞ₖ b = 0; NaN for an infinite a unless k is 0. Throws a RangeError for a = -1/k, the one element
 * that has none.
 */
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
 * λ(a) = ln(1 + ka)/k, which is a for k = 0: from the scale Lₖ to the log-probability. λ(a ⊞ₖ b) = λ(a) + λ(b). At -1/k it is -Infinity for k > 0, +Infinity for
 * k < 0; beyond -1/k, where the factor is negative, NaN.
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
 * Lₖ(p) = (p^k - 1)/k: a probability on the scale where × is ⊞ₖ, and ln p for k = 0. For k > 0 it runs from -1/k (p = 0)
 * to 0 (p = 1), and nears ln p as k nears 0; for k <= 0, p = 0 gives -Infinity. p below 0 gives NaN.
 */
export function fromProbability(p: number, k = QUARTER): number {
  return fromLog(Math.log(p), k);
}

/**
 * The way back, (1 + ka)^(1/k), and e^a for k = 0. -1/k gives 0 for k > 0 and +Infinity for k < 0; what lies beyond it
 * stands for no probability, NaN.
 */
export function toProbability(a: number, k = QUARTER): number {
  return Math.exp(toLog(a, k));
}
