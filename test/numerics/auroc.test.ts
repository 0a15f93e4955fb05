import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auroc } from '#numerics/auroc';
import { eight, judged, shuffled } from './judged.ts';

/** The definition: every right item against every wrong one. */
function overAllPairs(scores: readonly number[], outcomes: readonly boolean[]): number {
  const rights = scores.filter((_, i) => outcomes[i]);
  const wrongs = scores.filter((_, i) => !outcomes[i]);
  const worth = rights.flatMap((right) =>
    wrongs.map((wrong): number => (right > wrong ? 1 : right === wrong ? 0.5 : 0)),
  );
  return worth.reduce((sum, value) => sum + value, 0) / worth.length;
}

/** Far apart for any two floats that differ, so that equal stays equal and larger stays larger. */
const rankOf = (values: readonly number[]) => (x: number) => values.filter((value) => value < x).length;

describe('auroc', () => {
  it('is .8125 for eight items worked out by hand', () => {
    expect(auroc(eight.confidences, eight.outcomes)).toBe(0.8125);
  });

  it('is what comparing all pairs gives, bit for bit', () => {
    fc.assert(
      fc.property(judged, ({ confidences, outcomes }) => {
        expect(auroc(confidences, outcomes)).toBe(overAllPairs(confidences, outcomes));
      }),
    );
  });

  it('sees only the order: any rising map leaves it the same', () => {
    fc.assert(
      fc.property(judged, ({ confidences, outcomes }) => {
        const once = auroc(confidences, outcomes);
        const rank = rankOf(confidences);
        expect(
          auroc(
            confidences.map((x) => Math.exp(rank(x)) - 40),
            outcomes,
          ),
        ).toBe(once);
      }),
    );
  });

  it('turns into 1 less itself when the scores are negated, or right and wrong change places', () => {
    fc.assert(
      fc.property(judged, ({ confidences, outcomes }) => {
        fc.pre(outcomes.includes(true) && outcomes.includes(false));
        const turned = 1 - auroc(confidences, outcomes);
        const negated = auroc(
          confidences.map((x) => -x),
          outcomes,
        );
        const swapped = auroc(
          confidences,
          outcomes.map((right) => !right),
        );
        expect(negated).toBeCloseTo(turned, 14);
        expect(swapped).toBe(negated);
      }),
    );
  });

  it('does not depend on the order of the items', () => {
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(auroc(one.confidences, one.outcomes)).toBe(auroc(other.confidences, other.outcomes));
      }),
    );
  });

  it('is 1 for a perfect order, 0 for the reverse, and ½ when all scores are equal', () => {
    expect(auroc([1, 2, 3, 4], [false, false, true, true])).toBe(1);
    expect(auroc([4, 3, 2, 1], [false, false, true, true])).toBe(0);
    expect(auroc([7, 7, 7], [false, true, true])).toBe(0.5);
  });

  it('takes log-probabilities, -Infinity and equal infinities among them', () => {
    expect(auroc([-Infinity, -3, -Infinity, -1], [false, true, true, true])).toBe(2.5 / 3);
    expect(auroc([-0, 0], [true, false])).toBe(0.5);
  });

  it('is NaN when nothing is right or nothing is wrong', () => {
    expect(auroc([0.1, 0.2], [true, true])).toBeNaN();
    expect(auroc([0.1], [false])).toBeNaN();
  });

  it('refuses lists of different lengths, empty ones, and NaN', () => {
    expect(() => auroc([1], [true, false])).toThrow(
      new RangeError('scores and outcomes must have the same length, got 1 and 2'),
    );
    expect(() => auroc([], [])).toThrow(new RangeError('scores must not be empty'));
    expect(() => auroc([1, NaN], [true, false])).toThrow(
      new RangeError('scores[1] must be a number, got NaN'),
    );
  });
});
