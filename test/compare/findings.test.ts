import { describe, expect, it } from 'vitest';
import { joined, outcomeOf, pairedEstimates } from '#chapters/comparison/findings.measure';
import { pairedDifferenceInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { mean } from '#numerics/sum';

describe('estimates of two models on the same draws', () => {
  const { next } = seededRandom(4);
  const rows = Array.from({ length: 60 }, (_, id) => ({
    id,
    first: Number(next() < 0.5),
    second: Number(next() < 0.8),
  }));
  const meanAt = (of: 'first' | 'second', places: Int32Array): number =>
    mean(Array.from(places, (place) => at(rows, place)[of]));
  const estimates = pairedEstimates(rows.length, (places) => ({
    first: meanAt('first', places),
    second: meanAt('second', places),
  }));

  it('are the statistics of all questions', () => {
    expect(estimates.first.estimate).toBe(mean(rows.map(({ first }) => first)));
    expect(estimates.second.estimate).toBe(mean(rows.map(({ second }) => second)));
    expect(estimates.difference.estimate).toBeCloseTo(
      Number(estimates.second.estimate) - Number(estimates.first.estimate),
      12,
    );
  });

  it('have the intervals that a paired bootstrap of other draws gives, but for chance', () => {
    const other = pairedDifferenceInterval({
      rows,
      clusterOf: ({ id }) => id,
      statistic: (drawn) => mean(drawn.map(({ second }) => second)),
      baseline: (drawn) => mean(drawn.map(({ first }) => first)),
      random: seededRandom(99).next,
      resamples: 20_000,
      level: 1 - 0.05 / 26,
    });
    expect(Math.abs(Number(estimates.difference.low) - other.low)).toBeLessThan(0.06);
    expect(Math.abs(Number(estimates.difference.high) - other.high)).toBeLessThan(0.06);
  });

  it('are narrower for the difference of like answers than for either', () => {
    const same = pairedEstimates(rows.length, (places) => ({
      first: meanAt('first', places),
      second: meanAt('first', places),
    }));
    expect(same.difference).toEqual({ estimate: 0, low: 0, high: 0 });
    expect(same.first).toEqual(same.second);
  });

  it('are none where the statistic is NaN', () => {
    const none = pairedEstimates(3, () => ({ first: Number.NaN, second: 1 }));
    expect(none.first).toEqual({ estimate: null, low: null, high: null });
    expect(none.difference.estimate).toBeNull();
    expect(none.second.estimate).toBe(1);
  });
});

describe('what two models say together', () => {
  it('holds on one side, is reversed on two, and differs or is open where a side is not clear', () => {
    expect(outcomeOf('yes', 'yes', 'no clear effect')).toBe('holds');
    expect(outcomeOf('no', 'no', 'up')).toBe('holds');
    expect(outcomeOf('yes', 'no', 'down')).toBe('reversed');
    expect(outcomeOf('yes', 'unclear', 'down')).toBe('differs');
    expect(outcomeOf('unclear', 'no', 'no clear effect')).toBe('open');
  });
});

describe('rows of two reports', () => {
  it('are joined by their ids, those of one alone left out', () => {
    const [a, b] = [
      ['x', 'y', 'z'].map((id) => ({ id, of: 'a' })),
      ['z', 'x'].map((id) => ({ id, of: 'b' })),
    ];
    expect(joined(a, b, ({ id }) => id).map((pair) => [pair.a.id, pair.b.of])).toEqual([
      ['x', 'b'],
      ['z', 'b'],
    ]);
  });
});
