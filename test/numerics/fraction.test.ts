import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, divide, equal, fraction, multiply, toNumber } from '#numerics/fraction';

const whole = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const anyFraction = fc
  .tuple(
    whole,
    whole.filter((n) => n !== 0n),
  )
  .map(([top, bottom]) => fraction(top, bottom));

describe('an exact fraction', () => {
  it('is kept in lowest terms over a positive denominator, so that equal numbers have equal parts', () => {
    expect(fraction(6n, -8n)).toEqual({ numerator: -3n, denominator: 4n });
    expect(fraction(-6n, -8n)).toEqual({ numerator: 3n, denominator: 4n });
    expect(fraction(0n, -5n)).toEqual({ numerator: 0n, denominator: 1n });
    fc.assert(
      fc.property(anyFraction, whole, (a, factor) => {
        fc.pre(factor !== 0n);
        return equal(a, fraction(a.numerator * factor, a.denominator * factor)) && a.denominator > 0n;
      }),
    );
  });

  it('adds and multiplies like cross products of whole numbers', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, (a, b) => {
        const sum = add(a, b);
        expect(sum.numerator * a.denominator * b.denominator).toBe(
          sum.denominator * (a.numerator * b.denominator + b.numerator * a.denominator),
        );
        const product = multiply(a, b);
        expect(product.numerator * a.denominator * b.denominator).toBe(
          product.denominator * a.numerator * b.numerator,
        );
      }),
    );
  });

  it('has no denominator 0', () => {
    expect(() => fraction(1n, 0n)).toThrow(RangeError);
    expect(() => divide(fraction(1n), fraction(0n))).toThrow(RangeError);
    expect(() => fraction(0.5)).toThrow(RangeError);
  });

  it('becomes the nearest float64: that of a ratio of two numbers that fit one', () => {
    const small = fc.integer({ min: -(2 ** 53), max: 2 ** 53 });
    fc.assert(
      fc.property(small, small, (top, bottom) => {
        fc.pre(bottom !== 0);
        // Division of two exactly given float64 is rounded correctly by IEEE 754.
        expect(toNumber(fraction(top, bottom)) - top / bottom).toBe(0);
      }),
    );
    expect(toNumber(fraction(2n ** 2000n + 1n, 2n ** 2000n))).toBe(1);
    expect(toNumber(fraction(10n ** 400n))).toBe(Number.POSITIVE_INFINITY);
    expect(toNumber(fraction(1n, 10n ** 400n))).toBe(0);
  });
});
