import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPlatt, logOdds, plattProbability } from '#numerics/platt-scaling';

const scored = fc.array(fc.tuple(fc.double({ min: -8, max: 8, noNaN: true }), fc.boolean()), {
  minLength: 2,
  maxLength: 40,
});

/** Platt's targets, as he defined them. */
function targetsOf(outcomes: readonly boolean[]): number[] {
  const right = outcomes.filter(Boolean).length;
  return outcomes.map((is) => (is ? (right + 1) / (right + 2) : 1 / (outcomes.length - right + 2)));
}

describe('fitPlatt', () => {
  it('leaves no slope in the loss: the errors, and the errors times the scores, add up to zero', () => {
    fc.assert(
      fc.property(scored, (items) => {
        const [scores, outcomes] = [items.map(([score]) => score), items.map(([, right]) => right)];
        const fit = fitPlatt(scores, outcomes);
        const errors = targetsOf(outcomes).map((target, i) => plattProbability(fit, scores[i] ?? 0) - target);
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
        expect(sum(errors)).toBeCloseTo(0, 4);
        expect(sum(errors.map((error, i) => error * (scores[i] ?? 0)))).toBeCloseTo(0, 3);
      }),
    );
  });

  it('keeps a finite slope where scores separate the outcomes, and turns round with them', () => {
    const scores = [-2, -1, 1, 2];
    const rising = fitPlatt(scores, [false, false, true, true]);
    const falling = fitPlatt(scores, [true, true, false, false]);
    expect(rising.slope).toBeGreaterThan(0.5);
    expect(rising.slope).toBeLessThan(10);
    expect(falling.slope).toBeCloseTo(-rising.slope, 9);
  });

  it('says the same of all where the scores do not differ', () => {
    // Two of three are right: the mean of the targets 3/4, 3/4 and 1/3.
    const fit = fitPlatt([1, 1, 1], [true, true, false]);
    expect(plattProbability(fit, 1)).toBeCloseTo((3 / 4 + 3 / 4 + 1 / 3) / 3, 9);
  });
});

describe('logOdds', () => {
  it('is undone by slope 1 and intercept 0', () => {
    for (const p of [1e-9, 0.2, 0.5, 0.999])
      expect(plattProbability({ slope: 1, intercept: 0 }, logOdds(Math.log(p)))).toBeCloseTo(p, 12);
  });

  it('stays finite for what an API rounds to certain, or calls impossible', () => {
    expect(logOdds(0)).toBeGreaterThan(10);
    expect(logOdds(Number.NEGATIVE_INFINITY)).toBeLessThan(-50);
    expect(Number.isFinite(logOdds(0) + logOdds(Number.NEGATIVE_INFINITY))).toBe(true);
  });
});
