import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answeredAt, cautiousThreshold, riskCoverage, thresholdForRisk } from '#numerics/risk-coverage';
import { wilsonInterval } from '#numerics/wilson';
import { average, eight, itRefusesBadItems, type Judged, judged, shuffled } from './judged.ts';

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

  it('rises in coverage to 1, where the risk is the error rate', () => {
    fc.assert(
      fc.property(judged, ({ confidences, outcomes }) => {
        const points = riskCoverage(confidences, outcomes);
        points.slice(1).forEach((point, i) => {
          expect(point.coverage).toBeGreaterThan(points[i]?.coverage ?? NaN);
          expect(point.threshold).toBeLessThan(points[i]?.threshold ?? NaN);
        });
        const wrong = outcomes.filter((right) => !right).length;
        expect(points.at(-1)).toMatchObject({ coverage: 1, risk: wrong / outcomes.length });
      }),
    );
  });

  it('lets tied confidences enter together', () => {
    expect(riskCoverage([0.5, 0.9, 0.5], [true, true, false])).toEqual([
      { coverage: 1 / 3, risk: 0, threshold: 0.9 },
      { coverage: 1, risk: 1 / 3, threshold: 0.5 },
    ]);
  });

  it('does not depend on the order of the items', () => {
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(riskCoverage(one.confidences, one.outcomes)).toEqual(
          riskCoverage(other.confidences, other.outcomes),
        );
      }),
    );
  });

  itRefusesBadItems(riskCoverage);
});

describe('thresholdForRisk', () => {
  const points = riskCoverage(eight.confidences, eight.outcomes);

  it('is the one that answers most while the risk stays within', () => {
    expect(thresholdForRisk(points, 0)).toBe(0.8);
    expect(thresholdForRisk(points, 0.25)).toBe(0.6);
    expect(thresholdForRisk(points, 1 / 3)).toBe(0.5); // although the risk at .55 is above it
    expect(thresholdForRisk(points, 1)).toBe(0.3);
  });

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

  it('refuses a risk that is no share', () => {
    for (const risk of [-0.1, 1.1, NaN]) {
      expect(() => thresholdForRisk(points, risk)).toThrow(
        new RangeError(`maximalRisk must be from 0 to 1, got ${risk}`),
      );
    }
  });
});

describe('cautiousThreshold', () => {
  it('is the lowest confidence at which counting every answer keeps the upper end within the risk', () => {
    fc.assert(
      fc.property(judged, fc.integer({ min: 30, max: 100 }), ({ confidences, outcomes }, hundredths) => {
        const fits = confidences.filter((threshold) => {
          const answered = outcomes.filter((_, i) => (confidences[i] ?? NaN) >= threshold);
          const wrong = answered.filter((right) => !right).length;
          return wilsonInterval(wrong, answered.length).high <= hundredths / 100;
        });
        const expected = fits.length > 0 ? Math.min(...fits) : null;
        const curve = riskCoverage(confidences, outcomes);
        expect(cautiousThreshold(curve, outcomes.length, hundredths / 100)).toBe(expected);
      }),
    );
  });

  it('needs thirty-five right answers in a row for a risk of a tenth, and finds none for no risk at all', () => {
    const curveOf = (n: number) => riskCoverage(Array(n).fill(0.9), Array(n).fill(true));
    // The upper end of none in n is z² / (n + z²), with z² = 3.84.
    expect(cautiousThreshold(curveOf(34), 34, 0.1)).toBeNull();
    expect(cautiousThreshold(curveOf(35), 35, 0.1)).toBe(0.9);
    expect(cautiousThreshold(curveOf(1000), 1000, 0)).toBeNull();
  });
});

describe('answeredAt', () => {
  it('of eight items is what counting gives', () => {
    expect(answeredAt(eight.confidences, eight.outcomes, 0.6)).toEqual({
      answered: 4,
      wrong: 1,
      coverage: 0.5,
      risk: { estimate: 0.25, ...wilsonInterval(1, 4) },
    });
  });

  it('answers nothing, at no risk that could be named, without a threshold or above all confidences', () => {
    const nothing = { answered: 0, wrong: 0, coverage: 0, risk: null };
    expect(answeredAt(eight.confidences, eight.outcomes, null)).toEqual(nothing);
    expect(answeredAt(eight.confidences, eight.outcomes, 0.91)).toEqual(nothing);
  });

  it('agrees with the curve at every threshold of it', () => {
    fc.assert(
      fc.property(judged, ({ confidences, outcomes }) => {
        for (const { threshold, coverage, risk } of riskCoverage(confidences, outcomes)) {
          const found = answeredAt(confidences, outcomes, threshold);
          expect([found.coverage, found.risk?.estimate]).toEqual([coverage, risk]);
        }
      }),
    );
  });

  itRefusesBadItems((confidences, outcomes) => answeredAt(confidences, outcomes, 0.5));
});
