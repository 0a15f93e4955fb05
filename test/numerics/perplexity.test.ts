import { describe, expect, it } from 'vitest';
import { perplexity, perplexityOf } from '#numerics/perplexity';

describe('perplexity', () => {
  it('is 1 for certainty, and +Infinity where one token was ruled out', () => {
    expect(perplexity(0)).toBe(1);
    expect(perplexityOf([0])).toBe(1);
    expect(perplexity(-Infinity)).toBe(Infinity);
    expect(perplexityOf([-0.1, -Infinity, -0.2])).toBe(Infinity);
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
