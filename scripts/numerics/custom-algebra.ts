import { pow } from './pow.ts';
/**
 * The custom algebra a ⊕ₖ b = a + b + ab/k, on float64. 0 changes nothing and -k swallows everything. Two maps explain
 * it: φ(a) = 1 + a/k turns ⊕ₖ into ×, and λ(a) = k ln(1 + a/k) turns it into +. Every function throws a RangeError
 * unless k is finite and not 0.
 */

/** The k of the report's own operation ⊕₄. */
export const K = 4;

function assertScale(k: number): void {
  if (k === 0 || !Number.isFinite(k))
    throw new RangeError(`k must be a finite number other than 0, got ${k}`);
}

/**
 * Good near 0; near -k the sum cancels and leaves a last digit, see `composeFactors`. NaN where infinities cancel, and
 * for an infinity with 0.
 */
// #region compose
export function compose(a: number, b: number, k = K): number {
  assertScale(k);
  return a + b + (a * b) / k;
}
// #endregion compose

/**
 * The same operation written as a product: exact at the absorbing element -k, where `compose` leaves a last digit, and
 * worse near 0, where it rounds away what is small beside k.
 */
// #region compose-factors
export function composeFactors(a: number, b: number, k = K): number {
  assertScale(k);
  return ((a + k) * (b + k)) / k - k;
}
// #endregion compose-factors

/** a ⊕ₖ 0 = a for every finite a and every k. */
export const IDENTITY = 0;

/** -k ⊕ₖ b = -k. */
export function absorbing(k = K): number {
  assertScale(k);
  return -k;
}

/**
 * The number b with a ⊕ₖ b = 0; NaN for an infinite a. Throws a RangeError for a = -k, the one element that has none.
 */
// #region inverse
export function inverse(a: number, k = K): number {
  assertScale(k);
  if (a === -k) throw new RangeError(`${a} has no inverse: it absorbs everything it meets`);
  return -a / (1 + a / k);
}
// #endregion inverse

/**
 * a composed with itself, n times a in all: k((1 + a/k)ⁿ - 1). Where a is small beside k, 1 + a/k rounds its digits
 * away, and λ keeps them; elsewhere the power keeps short fractions such as 61/16 exact. Throws a RangeError unless n
 * is a whole number from 0.
 */
export function composeTimes(a: number, n: number, k = K): number {
  assertScale(k);
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`n must be a whole number from 0, got ${n}`);
  if (n === 0) return IDENTITY;
  return Math.abs(a / k) < 1 / 8 ? lambdaInverse(n * lambda(a, k), k) : phiInverse(pow(phi(a, k), n), k);
}

// #region phi-lambda
/** φ(a) = 1 + a/k: the factor that a stands for. φ(a ⊕ₖ b) = φ(a) φ(b). */
export function phi(a: number, k = K): number {
  assertScale(k);
  return 1 + a / k;
}

/** The way back, k(f - 1): the element that stands for a factor f. */
export function phiInverse(factor: number, k = K): number {
  assertScale(k);
  return k * (factor - 1);
}

/**
 * λ(a) = k ln(1 + a/k). λ(a ⊕ₖ b) = λ(a) + λ(b). At -k it is -Infinity for k > 0, +Infinity for k < 0; beyond -k, where
 * the factor is negative, NaN.
 */
export function lambda(a: number, k = K): number {
  assertScale(k);
  return k * Math.log1p(a / k);
}

/** The way back, k(e^(s/k) - 1), with the digits of a small s kept. */
export function lambdaInverse(s: number, k = K): number {
  assertScale(k);
  return k * Math.expm1(s / k);
}
// #endregion phi-lambda

/**
 * Lₖ(p) = k(p^(1/k) - 1): a probability on the scale where × is ⊕ₖ. For k > 0 it runs from -k (p = 0) to 0 (p = 1),
 * and nears ln p as k grows; for k < 0, p = 0 gives -Infinity. p below 0 gives NaN.
 */
// #region encode-decode
export function encode(p: number, k = K): number {
  assertScale(k);
  return lambdaInverse(Math.log(p), k);
}

/**
 * The way back, (1 + a/k)^k. Special cases: -k gives 0 for k > 0 and +Infinity for k < 0; what lies beyond it stands
 * for no probability, NaN. Throws a RangeError unless k is finite and not 0.
 */
export function decode(a: number, k = K): number {
  assertScale(k);
  return Math.exp(lambda(a, k));
}
// #endregion encode-decode
