import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brierScore } from '#numerics/brier';
import { equalMassBins } from '#numerics/calibration';
import { average, eight, itRefusesBadItems, judged, shuffled } from './judged.ts';

describe('brierScore', () => {
  it('is .1878125 for eight items worked out by hand', () => {
    expect(brierScore(eight.confidences, eight.outcomes)).toBeCloseTo(0.1878125, 15);
  });

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

  it('splits into reliability, resolution and uncertainty when each confidence has a bin of its own', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4), fc.boolean()), { minLength: 1, maxLength: 25 }), (items) => {
        const confidences = items.map(([quarters]) => quarters / 4);
        const outcomes = items.map(([, right]) => right);
        const n = items.length;
        const base = outcomes.filter(Boolean).length / n;
        // So many bins that two distinct confidences never share one.
        const parts = equalMassBins(confidences, outcomes, 1000).map(
          (bin) => (bin.n / n) * ((bin.meanConfidence - bin.accuracy) ** 2 - (bin.accuracy - base) ** 2),
        );
        const split = parts.reduce((sum, part) => sum + part, base * (1 - base));
        expect(brierScore(confidences, outcomes)).toBeCloseTo(split, 12);
      }),
    );
  });

  it('is least, on average, for the true probability', () => {
    const expected = (stated: number, truth: number) =>
      truth * brierScore([stated], [true]) + (1 - truth) * brierScore([stated], [false]);
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(probability, probability, (stated, truth) => {
        expect(expected(stated, truth)).toBeGreaterThanOrEqual(expected(truth, truth) - 1e-15);
      }),
    );
  });

  it('is 0 when certain and right, 1 when certain and wrong, ¼ for a coin toss', () => {
    expect(brierScore([1, 0], [true, false])).toBe(0);
    expect(brierScore([1, 0], [false, true])).toBe(1);
    expect(brierScore(Float32Array.of(0.5, 0.5), [false, true])).toBe(0.25);
  });

  it('does not depend on the order of the items', () => {
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const difference =
          brierScore(one.confidences, one.outcomes) - brierScore(other.confidences, other.outcomes);
        expect(Math.abs(difference)).toBeLessThan(1e-15);
      }),
    );
  });

  itRefusesBadItems(brierScore);
});
