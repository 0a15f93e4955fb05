import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  absorbingElement,
  compose,
  composeFactors,
  fromLog,
  fromProbability,
  IDENTITY,
  inverse,
  phi,
  toLog,
  toProbability,
} from '#numerics/custom-algebra';
import { add, equal, type Fraction, fraction, multiply, toNumber } from '#numerics/fraction';

const quarter = fraction(1, 4);
/** The operation from its definition, on exact fractions. */
const exactCompose = (a: Fraction, b: Fraction): Fraction =>
  add(add(a, b), multiply(quarter, multiply(a, b)));

const anyFraction = fc
  .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 1, max: 1_000_000 }))
  .map(([top, bottom]) => fraction(top, bottom));
const moderate = fc.double({ min: -20, max: 20, noNaN: true });
const above = fc.double({ min: -3.9, max: 40, noNaN: true });
const factor = fc.double({ min: 1 / 200, max: 1 / 2, noNaN: true });
const likely = fc.double({ min: 1e-9, max: 1, noNaN: true });

/** An upper bound of the rounding of a few additions of these numbers. */
const rounding = (...sizes: number[]): number => 1e-15 * sizes.reduce((sum, size) => sum + Math.abs(size), 8);

describe('the laws of ⊞ on exact fractions', () => {
  it('grouping does not matter, for 10,000 random triples', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, anyFraction, (a, b, c) =>
        equal(exactCompose(exactCompose(a, b), c), exactCompose(a, exactCompose(b, c))),
      ),
      { numRuns: 10_000 },
    );
  });

  it('order does not matter, 0 changes nothing, -4 absorbs', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, (a, b) => {
        expect(equal(exactCompose(a, b), exactCompose(b, a))).toBe(true);
        expect(equal(exactCompose(a, fraction(IDENTITY)), a)).toBe(true);
        expect(equal(exactCompose(a, fraction(absorbingElement())), fraction(-4))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is what the float64 function computes, up to rounding', () => {
    fc.assert(
      fc.property(anyFraction, anyFraction, (a, b) => {
        const [x, y] = [toNumber(a), toNumber(b)];
        const bound = rounding(x, y, x * y);
        expect(Math.abs(compose(x, y) - toNumber(exactCompose(a, b)))).toBeLessThanOrEqual(bound);
        expect(Math.abs(composeFactors(x, y) - toNumber(exactCompose(a, b)))).toBeLessThanOrEqual(bound);
      }),
    );
  });
});

describe('at and beyond the ends', () => {
  it('an infinity has no identity and no inverse, for ∞ · 0 and ∞ / ∞ are no numbers', () => {
    expect(compose(Infinity, IDENTITY)).toBeNaN();
    expect(compose(Infinity, -4)).toBe(NaN);
    expect(compose(Infinity, 1)).toBe(Infinity);
    expect(compose(1e200, 1e200)).toBe(Infinity);
    expect(inverse(Infinity)).toBeNaN();
    expect(inverse(-Infinity)).toBeNaN();
  });

  it('-1/k means 0, or ∞ when k is negative, and what lies beyond it for no probability', () => {
    expect(toProbability(-4)).toBe(0);
    expect(toProbability(2, -1 / 2)).toBe(Infinity);
    expect(toProbability(-5)).toBeNaN();
    expect(toProbability(3, -1 / 2)).toBeNaN();
    expect(toLog(2, -1 / 2)).toBe(Infinity);
    expect(toLog(3, -1 / 2)).toBeNaN();
  });
});

describe('the maps φ and λ', () => {
  it('carry × and + over to ⊞ₖ', () => {
    fc.assert(
      fc.property(above, above, (a, b) => {
        const c = compose(a, b);
        expect(Math.abs(phi(c) - phi(a) * phi(b))).toBeLessThanOrEqual(rounding(a, b, a * b));
        fc.pre(phi(c) > 1e-3);
        expect(Math.abs(toLog(c) - (toLog(a) + toLog(b)))).toBeLessThanOrEqual(1e-11);
      }),
    );
  });

  it('lead back', () => {
    fc.assert(
      fc.property(above, factor, (a, k) => {
        fc.pre(k * a > -0.9);
        expect(Math.abs(fromLog(toLog(a, k), k) - a)).toBeLessThanOrEqual(1e-13 * (1 + Math.abs(a)));
      }),
    );
    expect(toLog(-4)).toBe(Number.NEGATIVE_INFINITY);
    expect(toLog(-5)).toBeNaN();
  });
});

describe('Lₖ', () => {
  it('turns × into ⊞ₖ, and decodes to the product', () => {
    fc.assert(
      fc.property(likely, likely, factor, (p, q, k) => {
        expect(
          Math.abs(fromProbability(p * q, k) - compose(fromProbability(p, k), fromProbability(q, k), k)),
        ).toBeLessThan(1e-12);
        expect(toProbability(fromProbability(p, k), k) / p).toBeCloseTo(1, 6);
      }),
    );
  });

  it('equals (p^k - 1)/k, and nears ln p as k nears 0, where it arrives', () => {
    fc.assert(
      fc.property(likely, factor, (p, k) => {
        expect(Math.abs(fromProbability(p, k) - (p ** k - 1) / k)).toBeLessThan(1e-12 * (1 + 1 / k));
        const [near, nearer] = [
          fromProbability(p, 1e-3) - Math.log(p),
          fromProbability(p, 1e-5) - Math.log(p),
        ];
        expect(Math.abs(nearer)).toBeLessThanOrEqual(Math.abs(near) + 1e-12);
      }),
    );
    expect(fromProbability(0.5, 1e-12)).toBeCloseTo(-Math.LN2, 11);
  });

  it('has a floor at -1/k that only impossible events are on, unless k is 0', () => {
    for (const k of [1, 1 / 2, 1 / 4, 1 / 32]) {
      expect(fromProbability(0, k)).toBe(absorbingElement(k));
      expect(fromProbability(1e-3, k)).toBeGreaterThan(absorbingElement(k));
    }
    expect(fromProbability(0, 0)).toBe(-Infinity);
  });
});

describe('the limit k = 0', () => {
  it('is what the functions near', () => {
    fc.assert(
      fc.property(moderate, moderate, (a, b) => {
        const k = 1e-9;
        expect(Math.abs(compose(a, b, k) - compose(a, b, 0))).toBeLessThan(1e-6);
        expect(Math.abs(inverse(a, k) - inverse(a, 0))).toBeLessThan(1e-6);
        expect(Math.abs(toLog(a, k) - toLog(a, 0))).toBeLessThan(1e-6);
        expect(Math.abs(fromLog(a, k) - fromLog(a, 0))).toBeLessThan(1e-6);
      }),
    );
  });
});

describe('other members of the family', () => {
  it('need a k that is finite', () => {
    for (const k of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const sentence = /^k must be a finite number.*, got (NaN|Infinity)$/;
      for (const map of [phi, toLog, fromLog, fromProbability, toProbability, inverse])
        expect(() => map(0.5, k)).toThrow(sentence);
      for (const rule of [compose, composeFactors]) expect(() => rule(1, 1, k)).toThrow(sentence);
      expect(() => absorbingElement(k)).toThrow(sentence);
    }
  });
});
