import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossEntropy, crossEntropyLoss } from '#numerics/cross-entropy';
import { pairs } from './distributions.ts';
import { exact, exactLogSumExp, ln, multiply, toNumber } from './high-precision.ts';

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
});

describe('crossEntropyLoss', () => {
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
});
