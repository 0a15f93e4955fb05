import { describe, expect, it } from 'vitest';
import { medianInterval } from '#numerics/median-interval';

/** How often at most `misses` of n tosses are heads, from Pascal's triangle. */
function tail(n: number, misses: number): number {
  let row = [1];
  for (let toss = 0; toss < n; toss++) row = [...row, 0].map((ways, heads) => ways + (row[heads - 1] ?? 0));
  return row.slice(0, misses + 1).reduce((sum, ways) => sum + ways, 0) / 2 ** n;
}

const oneTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1);

describe('medianInterval', () => {
  it.each([
    [6, 1],
    [10, 2],
    [20, 6],
    [25, 8],
    [40, 14],
  ])('of %i values reaches from number %i to as far from the end, as in the tables of 95%%', (n, place) => {
    const values = oneTo(n).reverse();
    expect(medianInterval(values)).toEqual({ low: place, high: n + 1 - place });
  });

  it('is the shortest of its kind that misses no more often than it may', () => {
    for (let n = 1; n <= 40; n++) {
      for (const level of [0.5, 0.9, 0.99]) {
        const { low } = medianInterval(oneTo(n), level);
        // The median is missed when fewer than `low` values lie on one side of it.
        if (Number.isFinite(low)) expect(2 * tail(n, low - 1)).toBeLessThanOrEqual(1 - level + 1e-12);
        expect(2 * tail(n, Number.isFinite(low) ? low : 0)).toBeGreaterThan(1 - level - 1e-12);
      }
    }
  });
});
