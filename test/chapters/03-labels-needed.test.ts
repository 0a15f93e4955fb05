import { describe, expect, it } from 'vitest';
import { answersNeeded } from '../../chapters/03-logprobs-as-confidence/labels-needed.measure.ts';

/** The upper end of Wilson's 95% interval of an error rate, by its closed form. */
function upperEnd(errors: number, n: number): number {
  const z2 = 1.959963984540054 ** 2;
  const rate = errors / n;
  const half = Math.sqrt(z2 * ((rate * (1 - rate)) / n + z2 / (4 * n * n)));
  return (rate + z2 / (2 * n) + half) / (1 + z2 / n);
}

describe('the number of labelled answers that a promise takes', () => {
  it.each([
    [0, 0.25],
    [0, 0.1],
    [1, 0.1],
    [5, 0.05],
    [2, 0.01],
  ])('is the first at which the interval of %i errors ends within a risk of %f', (errors, risk) => {
    const n = answersNeeded(errors, risk);
    expect(upperEnd(errors, n)).toBeLessThanOrEqual(risk);
    expect(upperEnd(errors, n - 1)).toBeGreaterThan(risk);
  });

  it('is z² (1 − r) / r, rounded up, where nothing is wrong', () => {
    // 1.96² is 3.8416, and (1 - r) / r is 3, 9, 19, 99.
    expect([0.25, 0.1, 0.05, 0.01].map((risk) => answersNeeded(0, risk))).toEqual([12, 35, 73, 381]);
  });
});
