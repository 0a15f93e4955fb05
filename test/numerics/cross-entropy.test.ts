import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossEntropy, crossEntropyLoss, negativeLogLikelihood } from '#numerics/cross-entropy';
import { pairs } from './distributions.ts';
import { exact, exactLogSumExp, ln, multiply, toNumber } from './high-precision.ts';

describe('negativeLogLikelihood', () => {
  it('is 0, not -0, for certainty, and +Infinity for the impossible', () => {
    expect(negativeLogLikelihood(1)).toBe(0);
    expect(negativeLogLikelihood(0)).toBe(Infinity);
    expect(negativeLogLikelihood(-0)).toBe(Infinity);
  });

  it('says what it does with what is no probability', () => {
    expect(negativeLogLikelihood(-0.1)).toBeNaN();
    expect(negativeLogLikelihood(-Infinity)).toBeNaN();
    expect(negativeLogLikelihood(NaN)).toBeNaN();
    expect(negativeLogLikelihood(Math.E)).toBe(-1);
    expect(negativeLogLikelihood(Infinity)).toBe(-Infinity);
  });
});

describe('crossEntropy', () => {
  it('agrees with 400-bit arithmetic', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        fc.pre(a.every((weight, i) => weight === 0 || (b[i] ?? 0) > 0));
        const terms = a.map((weight, i) =>
          weight === 0 ? 0n : multiply(exact(weight), ln(exact(b[i] ?? 0))),
        );
        const expected = -toNumber(terms.reduce((sum, term) => sum + term, 0n));
        expect(Math.abs(crossEntropy(a, b) - expected)).toBeLessThanOrEqual(2e-15 * Math.abs(expected));
      }),
      { numRuns: 40 },
    );
  });

  it('adds nothing where p is 0, whatever q is there', () => {
    for (const there of [0, 1, Infinity, NaN, -1]) expect(crossEntropy([1, 0], [0.5, there])).toBe(Math.LN2);
  });

  it('is +Infinity where q rules out what p does not', () => {
    expect(crossEntropy([0.5, 0.5], [1, 0])).toBe(Infinity);
    expect(crossEntropy([Number.MIN_VALUE, 1], [0, 1])).toBe(Infinity);
  });

  it('is NaN for a negative or NaN probability', () => {
    expect(crossEntropy([NaN, 1], [0.5, 0.5])).toBeNaN();
    expect(crossEntropy([-0.5, 1.5], [0.5, 0.5])).toBeNaN();
    expect(crossEntropy([0.5, 0.5], [NaN, 0.5])).toBeNaN();
    expect(crossEntropy([0.5, 0.5], [-0.5, 1.5])).toBeNaN();
  });

  it('refuses distributions of different lengths and names both', () => {
    expect(() => crossEntropy([0.5, 0.5], [1])).toThrow(
      new RangeError('p and q must have the same length, got 2 and 1'),
    );
    expect(() => crossEntropy([], [1])).toThrow(RangeError);
  });
});

describe('crossEntropyLoss', () => {
  const logits = [
    [2.5, 0.3, -1.2],
    [0.1, 0.2, 2.1],
  ];
  const row = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 9 });
  const rowAndTarget = row.chain((z) => fc.tuple(fc.constant(z), fc.nat(z.length - 1)));

  it('agrees with 400-bit arithmetic', () => {
    fc.assert(
      fc.property(rowAndTarget, ([z, target]) => {
        const expected = toNumber(exactLogSumExp(z) - exact(z[target] ?? NaN));
        const loss = crossEntropyLoss([z], [target])[0] ?? NaN;
        expect(Math.abs(loss - expected)).toBeLessThanOrEqual(2e-14 + 5e-15 * Math.abs(expected));
      }),
      { numRuns: 40 },
    );
  });

  it('is not below 0, and does not see a constant added to a row, however large', () => {
    const rows = [
      [3, 1, 0],
      [1e9 + 3, 1e9 + 1, 1e9],
      [-1e15 + 3, -1e15 + 1, -1e15],
    ];
    const [plain, high, low] = crossEntropyLoss(rows, [1, 1, 1]);
    expect(plain).toBeGreaterThan(0);
    expect(high).toBe(plain);
    expect(low).toBe(plain);
  });

  it('is 0, not -0, where only one choice is left, and +Infinity for one that is ruled out', () => {
    expect([...crossEntropyLoss([[0, -Infinity], [0, -Infinity], [7]], [0, 1, 0])]).toEqual([0, Infinity, 0]);
  });

  it('is NaN for a row that means no distribution, and leaves the other rows alone', () => {
    const rows = [
      [NaN, 0],
      [Infinity, 0],
      [-Infinity, -Infinity],
      [0, 0],
    ];
    expect([...crossEntropyLoss(rows, [1, 1, 0, 1])]).toEqual([NaN, NaN, NaN, Math.LN2]);
  });

  it('refuses a target too many or too few', () => {
    expect(() => crossEntropyLoss(logits, [0])).toThrow(
      new RangeError('targets must be one for each of 2 rows of logits, got 1'),
    );
    expect(() => crossEntropyLoss(logits, [0, 1, 2])).toThrow(RangeError);
  });

  it('refuses a target that is no index of its row, and names it', () => {
    expect(() => crossEntropyLoss(logits, [0, 3])).toThrow(
      new RangeError('targets[1] must be the index of one of 3 logits, got 3'),
    );
    for (const target of [-1, 0.5, NaN, Infinity]) {
      expect(() => crossEntropyLoss(logits, [target, 0])).toThrow(/targets\[0\] must be the index/);
    }
    expect(() => crossEntropyLoss([[]], [0])).toThrow(/one of 0 logits/);
  });
});
