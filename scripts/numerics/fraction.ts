import { pow } from './pow.ts';

/** Exact fractions of whole numbers of any size: arithmetic without rounding, to hold a law against. */

/** In lowest terms; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [divisor, rest] = [a, b];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return divisor;
}

/** Throws a RangeError when the denominator is 0 or a number is not whole. */
export function fraction(numerator: bigint | number, denominator: bigint | number = 1n): Fraction {
  const [top, bottom] = [BigInt(numerator), BigInt(denominator)];
  if (bottom === 0n) throw new RangeError(`the denominator of ${top}/0 must not be 0`);
  const divisor = greatestCommonDivisor(top, bottom);
  // The common divisor takes the sign of the last remainder; what counts is that the denominator ends up positive.
  const sign = bottom / divisor < 0n ? -1n : 1n;
  return { numerator: (sign * top) / divisor, denominator: (sign * bottom) / divisor };
}

export function add(a: Fraction, b: Fraction): Fraction {
  const top = a.numerator * b.denominator + b.numerator * a.denominator;
  return fraction(top, a.denominator * b.denominator);
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

export function negate(a: Fraction): Fraction {
  return { numerator: -a.numerator, denominator: a.denominator };
}

/** Throws a RangeError when b is 0. */
export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function equal(a: Fraction, b: Fraction): boolean {
  return a.numerator === b.numerator && a.denominator === b.denominator;
}

/** `9/4`, or `-2` for a whole number. */
export function fractionText({ numerator, denominator }: Fraction): string {
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;
}

/** More bits than a float64 keeps, so that the last bit kept can be rounded by what follows it. */
const QUOTIENT_BITS = 64;

const bitLength = (size: bigint): number => size.toString(2).length;

/** The float64 nearest to a fraction, for parts of any size; one rounded twice if it is too small to be normal. */
export function toNumber({ numerator, denominator }: Fraction): number {
  if (numerator === 0n) return 0;
  const size = numerator < 0n ? -numerator : numerator;
  const shift = QUOTIENT_BITS - (bitLength(size) - bitLength(denominator));
  const [top, bottom] =
    shift >= 0 ? [size << BigInt(shift), denominator] : [size, denominator << BigInt(-shift)];
  // A last bit that says "and something more" keeps a near tie from being taken for a tie.
  const quotient = (top / bottom) | (top % bottom === 0n ? 0n : 1n);
  // In two steps because 2^-shift alone may be out of range where the result is not.
  const half = Math.trunc(-shift / 2);
  const value = Number(quotient) * pow(2, half) * pow(2, -shift - half);
  return numerator < 0n ? -value : value;
}
