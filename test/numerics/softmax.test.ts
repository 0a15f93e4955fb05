import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logSumExp } from '#numerics/log-sum-exp';
import { logSoftmax, softmax } from '#numerics/softmax';
import { divide, exact, exactLogSumExp, exp, toNumber } from './high-precision.ts';

const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 12 });

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

describe('softmax', () => {
  it('turns [2, 1, 0.1] into the probabilities of a hand calculation', () => {
    const p = softmax([2, 1, 0.1]);
    expect(p).toBeInstanceOf(Float64Array);
    expect([...p].map((x) => x.toFixed(10))).toEqual(['0.6590011389', '0.2424329707', '0.0985658904']);
  });

  it('divides by the temperature: [1, 2, 3] at T = 2', () => {
    expect([...softmax([1, 2, 3], 2)].map((x) => x.toFixed(7))).toEqual([
      '0.1863237',
      '0.3071959',
      '0.5064804',
    ]);
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

  it('adds up to 1, and keeps the order of the logits', () => {
    fc.assert(
      fc.property(logits, fc.double({ min: 0.05, max: 20, noNaN: true }), (z, temperature) => {
        const p = softmax(z, temperature);
        expect(Math.abs(sum(p) - 1)).toBeLessThan(1e-14);
        for (let i = 1; i < z.length; i++) {
          if ((z[i] ?? 0) > (z[i - 1] ?? 0)) expect(p[i]).toBeGreaterThanOrEqual(p[i - 1] ?? NaN);
        }
      }),
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

  it('survives logits far outside the range of exp', () => {
    expect([...softmax([10000, 10000])]).toEqual([0.5, 0.5]);
    expect([...softmax([-10000, -10000, -20000])]).toEqual([0.5, 0.5, 0]);
    expect([...softmax([3, 1], 1e-320)]).toEqual([1, 0]);
  });

  it('gives -Infinity probability 0', () => {
    expect([...softmax([-Infinity, 0])]).toEqual([0, 1]);
    expect([...softmax([-Infinity, 0, 0], 5)]).toEqual([0, 0.5, 0.5]);
  });

  it('gives an empty array for no logits', () => {
    expect(softmax([])).toHaveLength(0);
    expect(logSoftmax([])).toHaveLength(0);
  });

  it('gives only NaN when no distribution is meant: a NaN, a +Infinity, nothing but -Infinity', () => {
    for (const z of [
      [NaN, 1],
      [1, NaN],
      [Infinity, 1],
      [1, Infinity, Infinity],
      [-Infinity, -Infinity],
    ]) {
      expect([...softmax(z)].every(Number.isNaN)).toBe(true);
      expect([...logSoftmax(z)].every(Number.isNaN)).toBe(true);
    }
  });

  it('refuses a temperature that is not positive and finite', () => {
    for (const temperature of [0, -1, Infinity, NaN]) {
      expect(() => softmax([1, 2], temperature)).toThrow(RangeError);
    }
  });
});

describe('logSoftmax', () => {
  it('turns [2, 1, 0.1] into the log-probabilities of a hand calculation', () => {
    expect([...logSoftmax([2, 1, 0.1])].map((x) => x.toFixed(10))).toEqual([
      '-0.4170300163',
      '-1.4170300163',
      '-2.3170300163',
    ]);
  });

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

  it('keeps the digits of a certain winner where the log of the probability is 0', () => {
    expect(Math.log(softmax([50, 0])[0] ?? NaN)).toBe(0);
    expect(logSoftmax([50, 0])[0]).toBe(-Math.exp(-50));
  });

  it('is the log of softmax and the logit less log-sum-exp', () => {
    fc.assert(
      fc.property(logits, (z) => {
        const p = softmax(z);
        const total = logSumExp(z);
        logSoftmax(z).forEach((l, i) => {
          expect(Math.abs(l - Math.log(p[i] ?? NaN))).toBeLessThan(2e-14 * Math.max(1, Math.abs(l)));
          expect(Math.abs(l - ((z[i] ?? NaN) - total))).toBeLessThan(5e-14);
        });
      }),
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

  it('gives -Infinity, the log of 0, for a logit of -Infinity', () => {
    expect([...logSoftmax([0, -Infinity, 0])]).toEqual([-Math.LN2, -Infinity, -Math.LN2]);
  });

  it('works on float32 logits in float64', () => {
    const z = Float32Array.of(0.1, 0.2);
    expect(logSoftmax(z)).toEqual(logSoftmax([...z]));
  });
});
