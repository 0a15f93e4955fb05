import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { upperBound } from '#numerics/binomial';
import { answeredAt, cautiousThreshold, riskCoverage, thresholdForRisk } from '#numerics/risk-coverage';
import { wilsonInterval } from '#numerics/wilson';
import { average, eight, type Judged, judged } from './confidences-and-outcomes.ts';

/** Coverage and risk by asking every item whether it is answered. */
function answering({ confidences, outcomes }: Judged, threshold: number) {
  const answered = outcomes.filter((_, i) => (confidences[i] ?? NaN) >= threshold);
  return {
    coverage: answered.length / outcomes.length,
    risk: average(answered.map((right) => (right ? 0 : 1))),
    threshold,
  };
}

describe('riskCoverage', () => {
  it('of eight items is the curve worked out by hand', () => {
    expect(riskCoverage(eight.confidences, eight.outcomes)).toEqual([
      { coverage: 1 / 8, risk: 0, threshold: 0.9 },
      { coverage: 2 / 8, risk: 0, threshold: 0.8 },
      { coverage: 3 / 8, risk: 1 / 3, threshold: 0.7 },
      { coverage: 4 / 8, risk: 1 / 4, threshold: 0.6 },
      { coverage: 5 / 8, risk: 2 / 5, threshold: 0.55 },
      { coverage: 6 / 8, risk: 2 / 6, threshold: 0.5 },
      { coverage: 7 / 8, risk: 3 / 7, threshold: 0.4 },
      { coverage: 1, risk: 4 / 8, threshold: 0.3 },
    ]);
  });

  it('is what asking every item at every distinct confidence gives, from the highest to the lowest', () => {
    fc.assert(
      fc.property(judged, (items) => {
        const thresholds = [...new Set(items.confidences)].sort((a, b) => b - a);
        expect(riskCoverage(items.confidences, items.outcomes)).toEqual(
          thresholds.map((threshold) => answering(items, threshold)),
        );
      }),
    );
  });
});

describe('thresholdForRisk', () => {
  it('is null when even the most confident items are wrong too often', () => {
    expect(thresholdForRisk(riskCoverage([0.9, 0.8], [false, true]), 0.4)).toBeNull();
    expect(thresholdForRisk([], 0.4)).toBeNull();
  });

  it('is what trying every confidence from the lowest gives', () => {
    fc.assert(
      fc.property(judged, fc.double({ min: 0, max: 1, noNaN: true }), (items, limit) => {
        const rising = items.confidences.toSorted((a, b) => a - b);
        const expected = rising.find((threshold) => answering(items, threshold).risk <= limit) ?? null;
        const actual = thresholdForRisk(riskCoverage(items.confidences, items.outcomes), limit);
        expect(actual === null ? null : actual + 0).toBe(expected === null ? null : expected + 0);
      }),
    );
  });

  it('looks through a curve of very many points', () => {
    const many = Array.from({ length: 300_000 }, (_, i) => ({
      coverage: (i + 1) / 300_000,
      risk: 0.1,
      threshold: 1 - i / 300_000,
    }));
    expect(thresholdForRisk(many, 0.1)).toBe(many.at(-1)?.threshold);
  });
});

describe('cautiousThreshold', () => {
  it('is the lowest confidence at which counting every answer keeps the upper bound within the risk', () => {
    fc.assert(
      fc.property(judged, fc.integer({ min: 30, max: 100 }), ({ confidences, outcomes }, hundredths) => {
        const fits = confidences.filter((threshold) => {
          const answered = outcomes.filter((_, i) => (confidences[i] ?? NaN) >= threshold);
          const wrong = answered.filter((right) => !right).length;
          return upperBound(wrong, answered.length) <= hundredths / 100;
        });
        const expected = fits.length > 0 ? Math.min(...fits) : null;
        const curve = riskCoverage(confidences, outcomes);
        expect(cautiousThreshold(curve, outcomes.length, hundredths / 100)).toBe(expected);
      }),
    );
  });

  it('counts one wrong of 49 as one, though 49 times its share is a little less', () => {
    const outcomes = Array.from({ length: 49 }, (_, i) => i > 0);
    const curve = riskCoverage(Array<number>(49).fill(0.5), outcomes);
    expect(cautiousThreshold(curve, 49, (upperBound(0, 49) + upperBound(1, 49)) / 2)).toBeNull();
    expect(cautiousThreshold(curve, 49, upperBound(1, 49))).toBe(0.5);
  });
});

describe('answeredAt', () => {
  it('of eight items is what counting gives', () => {
    expect(answeredAt(eight.confidences, eight.outcomes, 0.6)).toEqual({
      answered: 4,
      wrong: 1,
      coverage: 0.5,
      risk: { estimate: 0.25, ...wilsonInterval(1, 4), atMost: upperBound(1, 4) },
    });
  });

  it('answers nothing, at no risk that could be named, without a threshold or above all confidences', () => {
    const nothing = { answered: 0, wrong: 0, coverage: 0, risk: null };
    expect(answeredAt(eight.confidences, eight.outcomes, null)).toEqual(nothing);
    expect(answeredAt(eight.confidences, eight.outcomes, 0.91)).toEqual(nothing);
  });
});
