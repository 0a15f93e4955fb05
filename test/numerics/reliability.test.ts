import { describe, expect, it } from 'vitest';
import { reliabilityOf } from '#numerics/reliability';
import { itRefusesBadItems } from './judged.ts';

describe('reliabilityOf', () => {
  it('of ten items is what counting gives: two in each bin', () => {
    const confidences = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];
    const outcomes = confidences.map((confidence) => confidence > 0.5);
    const { bins, ece } = reliabilityOf(confidences, outcomes);
    expect(bins.map(({ n, from, to, accuracy }) => [n, from, to, accuracy])).toEqual([
      [2, 0.05, 0.15, 0],
      [2, 0.25, 0.35, 0],
      [2, 0.45, 0.55, 0.5],
      [2, 0.65, 0.75, 1],
      [2, 0.85, 0.95, 1],
    ]);
    expect(bins.map(({ confidence }) => confidence)).toEqual(
      [0.1, 0.3, 0.5, 0.7, 0.9].map((mean) => expect.closeTo(mean, 12)),
    );
    expect(ece).toBeCloseTo((0.1 + 0.3 + 0 + 0.3 + 0.1) / 5, 12);
  });

  itRefusesBadItems(reliabilityOf);
});
