import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logSoftmax, softmax } from '#numerics/softmax';
import { divide, exact, exactLogSumExp, exp, toNumber } from './high-precision.ts';

const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 12 });

describe('softmax', () => {
  it('divides by the temperature: [1, 2, 3] at T = 2', () => {
    const found = [...softmax([1, 2, 3], 2)].map((x) => x.toFixed(7));
    expect(found).toEqual(['0.1863237', '0.3071959', '0.5064804']);
  });

  it('agrees with 400-bit arithmetic', () => {
    fc.assert(
      fc.property(logits, (z) => {
        const p = softmax(z);
        const total = z.reduce((s, x) => s + exp(exact(x)), 0n);
        z.forEach((x, i) => {
          const expected = toNumber(divide(exp(exact(x)), total));
          expect(Math.abs((p[i] ?? NaN) - expected)).toBeLessThanOrEqual(5e-15 * expected);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('does not change bit for bit when a constant is added, where the addition is exact', () => {
    const eighths = fc.array(fc.integer({ min: -400, max: 400 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(eighths, fc.integer({ min: -1e9, max: 1e9 }), (units, c) => {
        const z = units.map((unit) => unit / 8);
        expect(softmax(z.map((x) => x + c))).toEqual(softmax(z));
        expect(logSoftmax(z.map((x) => x + c))).toEqual(logSoftmax(z));
      }),
    );
  });
});

describe('logSoftmax', () => {
  it('agrees with 400-bit arithmetic, in all its digits also for a winner with p near 1', () => {
    const peaked = fc
      .tuple(logits, fc.double({ min: 0, max: 60, noNaN: true }))
      .map(([z, lead]) => [...z, Math.max(...z) + lead]);
    fc.assert(
      fc.property(peaked, (z) => {
        const result = logSoftmax(z);
        const total = exactLogSumExp(z);
        z.forEach((x, i) => {
          const expected = toNumber(exact(x) - total);
          const winner = i === z.indexOf(Math.max(...z));
          // A winner's ℓ is relative to itself as good as float64; another's is a difference of rounded logits.
          const bound = winner ? 5e-14 * Math.abs(expected) : 2e-14 + 5e-15 * Math.abs(expected);
          expect(Math.abs((result[i] ?? NaN) - expected)).toBeLessThanOrEqual(bound);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('has the gradient p_j - [j = t]: how -ℓ_t changes with z_j, by finite differences', () => {
    fc.assert(
      fc.property(logits, fc.nat(11), fc.nat(11), (z, a, b) => {
        const target = a % z.length;
        const j = b % z.length;
        const h = 1e-5;
        const loss = (step: number) =>
          -(logSoftmax(z.map((x, i) => (i === j ? x + step : x)))[target] ?? NaN);
        const slope = (loss(h) - loss(-h)) / (2 * h);
        const expected = (softmax(z)[j] ?? NaN) - (j === target ? 1 : 0);
        expect(Math.abs(slope - expected)).toBeLessThan(1e-8);
      }),
    );
  });
});
