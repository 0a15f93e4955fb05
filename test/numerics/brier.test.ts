import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brierScore } from '#numerics/brier';
import { average, judged } from './confidences-and-outcomes.ts';

describe('brierScore', () => {
  it('is half of Brier’s own sum over both outcomes, each term written out', () => {
    fc.assert(
      fc.property(judged, ({ confidences, outcomes }) => {
        const overBoth = confidences.map((p, i) => {
          const [right, wrong] = outcomes[i] ? [1, 0] : [0, 1];
          return (p - right) ** 2 + (1 - p - wrong) ** 2;
        });
        expect(brierScore(confidences, outcomes)).toBeCloseTo(average(overBoth) / 2, 13);
      }),
    );
  });
});
