import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialAtMost, upperBound } from '#numerics/binomial';

/** Counts the outcomes of n tries one by one. */
function byEnumeration(successes: number, n: number, p: number): number {
  let sum = 0;
  for (let outcome = 0; outcome < 2 ** n; outcome++) {
    const ones = [...outcome.toString(2)].filter((digit) => digit === '1').length;
    if (ones <= successes) sum += p ** ones * (1 - p) ** (n - ones);
  }
  return sum;
}

const tries = fc.integer({ min: 1, max: 10 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)));

describe('binomialAtMost', () => {
  it('is what adding up all outcomes gives', () => {
    fc.assert(
      fc.property(tries, fc.double({ min: 0, max: 1, noNaN: true }), ([successes, n], p) => {
        expect(binomialAtMost(successes, n, p)).toBeCloseTo(byEnumeration(successes, n, p), 10);
      }),
    );
  });
});

describe('upperBound', () => {
  it('is the share at which so few successes have a probability of a twentieth', () => {
    fc.assert(
      fc.property(tries, ([successes, n]) => {
        const bound = upperBound(successes, n);
        if (successes === n) expect(bound).toBe(1);
        else expect(binomialAtMost(successes, n, bound)).toBeCloseTo(0.05, 9);
      }),
    );
  });

  it('without a success is 1 - .05^(1/n), also for many tries', () => {
    for (const n of [1, 29, 100_000]) expect(upperBound(0, n)).toBeCloseTo(1 - 0.05 ** (1 / n), 9);
  });
});
