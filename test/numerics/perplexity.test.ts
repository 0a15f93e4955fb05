import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crossEntropyLoss } from '#numerics/cross-entropy';
import { perplexity, perplexityOf } from '#numerics/perplexity';
import { mean } from '#numerics/sum';

const logprobs = fc.array(fc.double({ min: -12, max: 0, noNaN: true }), { minLength: 1, maxLength: 20 });

describe('perplexity', () => {
  it('is 1.2840254167 for a mean of -.25, which is the mean of [-.1, -.3, -.2, -.4]', () => {
    expect(perplexity(-0.25).toFixed(10)).toBe('1.2840254167');
    expect(mean([-0.1, -0.3, -0.2, -0.4])).toBeCloseTo(-0.25, 15);
    expect(perplexityOf([-0.1, -0.3, -0.2, -0.4]).toFixed(10)).toBe('1.2840254167');
  });

  it('is k for one choice among k equal ones, up to rounding', () => {
    for (const k of [1, 2, 10, 49152]) expect(perplexity(-Math.log(k)) / k).toBeCloseTo(1, 14);
    const uniform = new Float32Array(49152);
    const losses = crossEntropyLoss([uniform, uniform], [0, 49151]);
    expect(perplexityOf(losses.map((loss) => -loss)) / 49152).toBeCloseTo(1, 14);
  });

  it('is the inverse of the geometric mean of the probabilities', () => {
    fc.assert(
      fc.property(logprobs, (values) => {
        const product = values.reduce((so_far, l) => so_far * Math.exp(l), 1);
        expect(perplexityOf(values) * product ** (1 / values.length)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('lies between the perplexities of the likeliest and the least likely token', () => {
    fc.assert(
      fc.property(logprobs, (values) => {
        const rounding = 1 + 1e-14;
        expect(perplexityOf(values) * rounding).toBeGreaterThanOrEqual(perplexity(Math.max(...values)));
        expect(perplexityOf(values)).toBeLessThanOrEqual(perplexity(Math.min(...values)) * rounding);
      }),
    );
  });

  it('is the same from bits and a power of two: the base does not matter', () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 0, noNaN: true }), (l) => {
        expect(2 ** (-l / Math.LN2) / perplexity(l)).toBeCloseTo(1, 13);
      }),
    );
  });

  it('is 1 for certainty, and +Infinity where one token was ruled out', () => {
    expect(perplexity(0)).toBe(1);
    expect(perplexityOf([0])).toBe(1);
    expect(perplexity(-Infinity)).toBe(Infinity);
    expect(perplexityOf([-0.1, -Infinity, -0.2])).toBe(Infinity);
  });

  it('leaves the range of float64 below a mean of -709.78', () => {
    expect(perplexity(-709.78)).toBeLessThan(Infinity);
    expect(perplexity(-709.79)).toBe(Infinity);
  });

  it('is 0 for +Infinity, NaN for NaN and for no tokens, and exp(-ℓ) for a single one', () => {
    expect(perplexity(Infinity)).toBe(0);
    expect(perplexity(NaN)).toBeNaN();
    expect(perplexityOf([-1, NaN])).toBeNaN();
    expect(perplexityOf([])).toBeNaN();
    expect(perplexityOf([-2])).toBe(Math.exp(2));
    expect(perplexityOf(Float32Array.of(-2))).toBe(Math.exp(2));
  });
});
