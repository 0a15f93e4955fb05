import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropyOfLogits } from '#numerics/entropy';
import { predictionOf, summarizePrediction } from '#numerics/fast-log-softmax';
import { logSoftmax } from '#numerics/softmax';

/** Float32 logits, some of them equal, some of them far away. */
const logits = fc
  .array(
    fc.oneof(
      fc.float({ min: -40, max: 40, noNaN: true }),
      fc.integer({ min: -3, max: 3 }),
      fc.float({ min: -2000, max: 900, noNaN: true }),
    ),
    { minLength: 1, maxLength: 33 },
  )
  .map((values) => Float32Array.from(values));
const logitsAndTarget = logits.chain((z) => fc.tuple(fc.constant(z), fc.nat(z.length - 1)));

function close(actual: number, expected: number, relative: number): boolean {
  return Object.is(actual, expected) || Math.abs(actual - expected) <= relative * Math.abs(expected) + 1e-300;
}

describe('the fast log-softmax', () => {
  it('gives the log-probability of the plain one, also for a winner with p near 1', () => {
    fc.assert(
      fc.property(logitsAndTarget, ([z, target]) => {
        expect(close(predictionOf(z, target).logprob, logSoftmax(z)[target] ?? NaN, 2e-14)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(predictionOf(Float32Array.of(60, 0, 20), 0).logprob).toBe(
      logSoftmax(Float32Array.of(60, 0, 20))[0],
    );
  });

  it('gives the entropy of the plain one', () => {
    fc.assert(
      fc.property(logits, (z) => {
        expect(close(summarizePrediction(z).entropy, entropyOfLogits(z), 1e-13)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees on a whole vocabulary to 1e-13', () => {
    const z = Float32Array.from(
      { length: 49152 },
      (_, i) => 9 * Math.sin(i * 12.9898) + 5 * Math.cos(i * 4.1414),
    );
    const all = logSoftmax(z);
    for (const target of [0, 1, 17, 25000, 49151]) {
      const prediction = predictionOf(z, target);
      expect(Math.abs(prediction.logprob - (all[target] ?? NaN))).toBeLessThan(1e-13);
      expect(Math.abs(prediction.entropy - entropyOfLogits(z))).toBeLessThan(1e-12);
    }
  });

  it('counts the rank as sorting would: higher logits first, equal ones by id', () => {
    fc.assert(
      fc.property(logitsAndTarget, ([z, target]) => {
        const order = [...z.keys()].sort((a, b) => (z[b] ?? 0) - (z[a] ?? 0) || a - b);
        expect(predictionOf(z, target).rank).toBe(order.indexOf(target) + 1);
      }),
    );
  });

  it('says the same with and without a target', () => {
    fc.assert(
      fc.property(logitsAndTarget, ([z, target]) => {
        const { largest, logNormalizer, entropy } = predictionOf(z, target);
        expect({ largest, logNormalizer, entropy }).toEqual(summarizePrediction(z));
      }),
    );
  });

  it('keeps normaliser and entropy between 0 and ln V', () => {
    fc.assert(
      fc.property(logits, (z) => {
        const { logNormalizer, entropy } = summarizePrediction(z);
        for (const value of [logNormalizer, entropy]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(Math.log(z.length) + 1e-13);
        }
      }),
    );
  });

  it('gives a logit of -Infinity the log-probability -Infinity, and lets it add nothing', () => {
    const { logprob, rank, entropy } = predictionOf(Float32Array.of(1, -Infinity, 1), 1);
    expect([logprob, rank]).toEqual([-Infinity, 3]);
    expect(entropy).toBeCloseTo(Math.LN2, 14);
  });

  it('gives NaN when no distribution is meant', () => {
    for (const z of [
      [NaN, 1],
      [1, NaN],
      [Infinity, 1],
      [1, Infinity],
      [-Infinity, -Infinity],
    ]) {
      for (const target of [0, 1]) {
        const { logprob, entropy } = predictionOf(Float32Array.from(z), target);
        expect(logprob).toBeNaN();
        expect(entropy).toBeNaN();
      }
      expect(summarizePrediction(Float32Array.from(z)).entropy).toBeNaN();
    }
  });

  it('refuses no logits, and a target that is none of them', () => {
    expect(() => summarizePrediction(new Float32Array(0))).toThrow(RangeError);
    for (const target of [-1, 2, 0.5, NaN]) {
      expect(() => predictionOf(Float32Array.of(1, 2), target)).toThrow(/target must be from 0 to 1/);
    }
  });
});
