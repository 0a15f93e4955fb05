import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose, fromLog, fromProbability, toLog, toProbability } from '#numerics/custom-algebra';

const moderate = fc.double({ min: -20, max: 20, noNaN: true });
const above = fc.double({ min: -3.9, max: 40, noNaN: true });
const factor = fc.double({ min: 1 / 200, max: 1 / 2, noNaN: true });
const likely = fc.double({ min: 1e-9, max: 1, noNaN: true });

describe('at and beyond the ends', () => {
  it('-1/k means 0, or ∞ when k is negative, and what lies beyond it for no probability', () => {
    expect(toProbability(-4)).toBe(0);
    expect(toProbability(2, -1 / 2)).toBe(Infinity);
    expect(toProbability(-5)).toBeNaN();
    expect(toProbability(3, -1 / 2)).toBeNaN();
    expect(toLog(2, -1 / 2)).toBe(Infinity);
    expect(toLog(3, -1 / 2)).toBeNaN();
  });
});

describe('the maps between ⊗ₖ and +', () => {
  it('carry + over', () => {
    fc.assert(
      fc.property(above, above, (a, b) => {
        const c = compose(a, b);
        fc.pre(1 + c / 4 > 1e-3);
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
  it('turns × into ⊗ₖ, and decodes to the product', () => {
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
      expect(fromProbability(0, k)).toBe(-1 / k);
      expect(fromProbability(1e-3, k)).toBeGreaterThan(-1 / k);
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
      for (const map of [toLog, fromLog, fromProbability, toProbability])
        expect(() => map(0.5, k)).toThrow(sentence);
      expect(() => compose(1, 1, k)).toThrow(sentence);
    }
  });
});
