import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalHalfWidth } from '#numerics/normal-half-width';
import { wilsonInterval } from '#numerics/wilson';

/** Where a function that is below 0 at `from` and above at `to` changes its sign. */
function signChange(f: (x: number) => number, from: number, to: number): number {
  let [below, above] = [from, to];
  for (let i = 0; i < 100; i++) {
    const middle = (below + above) / 2;
    if (f(middle) < 0) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

describe('normalHalfWidth', () => {
  it.each([
    [0.5, 0.6744897501960817],
    [0.8, 1.2815515655446004],
    [0.9, 1.6448536269514722],
    [0.95, 1.959963984540054],
    [0.99, 2.5758293035489004],
    [0.999, 3.2905267314919255],
  ])('for %f is the constant of the tables, %f', (level, z) => {
    expect(Math.abs(normalHalfWidth(level) - z)).toBeLessThan(4e-14);
  });

  it('ends for any level, near 0 and near 1, too', () => {
    expect(normalHalfWidth(1e-10)).toBeCloseTo(1e-10 * Math.sqrt(Math.PI / 2), 24);
    expect(normalHalfWidth(1 - 1e-9)).toBeCloseTo(6.1094, 3);
    expect(normalHalfWidth(1 - 2 ** -53)).toBeGreaterThan(7);
  });
});

describe('wilsonInterval', () => {
  const seen = fc.integer({ min: 1, max: 400 }).chain((n) =>
    fc.record({
      n: fc.constant(n),
      successes: fc.integer({ min: 0, max: n }),
      level: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
    }),
  );

  it('ends where the seen share is z standard errors away, found by bisection', () => {
    fc.assert(
      fc.property(seen, ({ n, successes, level }) => {
        const share = successes / n;
        const z = normalHalfWidth(level);
        const beyond = (p: number) => Math.abs(share - p) - z * Math.sqrt((p * (1 - p)) / n);
        const { low, high } = wilsonInterval(successes, n, level);
        expect(low).toBeCloseTo(successes === 0 ? 0 : signChange((p) => -beyond(p), 0, share), 10);
        expect(high).toBeCloseTo(successes === n ? 1 : signChange(beyond, share, 1), 10);
      }),
    );
    expect(wilsonInterval(1, 1, 0.54).high).toBe(1);
  });
});
