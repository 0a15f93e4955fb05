import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalMassBins, equalMassMembers, expectedCalibrationError } from '#numerics/calibration';
import { accuracyBand, calibrationBand } from '#numerics/calibration-band';
import { seededRandom } from '#numerics/seeded-random';
import { quantile } from '#numerics/statistics';
import { average } from './confidences-and-outcomes.ts';

const randomOf = (seed: number) => seededRandom(seed).next;

/** All 2ⁿ outcomes of n items. */
function everyOutcome(n: number): boolean[][] {
  return Array.from({ length: 2 ** n }, (_, bits) =>
    Array.from({ length: n }, (_, i) => Math.floor(bits / 2 ** i) % 2 === 1),
  );
}

/** "Random" numbers that make each outcome of n items with confidence between .25 and .75 come up once. */
function everyOutcomeInTurn(n: number): () => number {
  const numbers = everyOutcome(n)
    .flat()
    .map((right) => (right ? 0.25 - 1e-9 : 0.75));
  let call = 0;
  return () => numbers[call++] ?? NaN;
}

describe('calibrationBand', () => {
  it('is what listing all outcomes gives when each of them is drawn once', () => {
    const confidences = [0.3, 0.35, 0.5, 0.55, 0.6, 0.7];
    const all = everyOutcome(6);
    const binned = all.map((outcomes) => equalMassBins(confidences, outcomes, 3));
    const errors = binned.map(expectedCalibrationError).sort((a, b) => a - b);
    const band = calibrationBand({
      confidences,
      groups: equalMassMembers(confidences, 3),
      draws: 64,
      level: 0.8,
      random: everyOutcomeInTurn(6),
    });
    expect(band.ece.mean).toBeCloseTo(average(errors), 14);
    expect(band.ece.low).toBe(quantile(errors, (1 - 0.8) / 2));
    expect(band.ece.high).toBe(quantile(errors, 1 - (1 - 0.8) / 2));
    // Two items in each bin: both wrong, one right, both right, as 1 : 2 : 1.
    expect(band.bins).toEqual([0, 1, 2].map(() => ({ low: 0, high: 1 })));
  });

  it('has no width for certainties, and none of their error', () => {
    const band = calibrationBand({
      confidences: [0, 0, 1, 1],
      groups: [
        [0, 1],
        [2, 3],
      ],
      random: randomOf(1),
    });
    expect(band).toEqual({
      bins: [
        { low: 0, high: 0 },
        { low: 1, high: 1 },
      ],
      ece: { mean: 0, low: 0, high: 0 },
      largestDeviance: { low: 0, high: 0 },
    });
  });

  it('asks for n random numbers a draw, 2000 draws unless told otherwise, and repeats itself', () => {
    let calls = 0;
    const random = () => {
      calls++;
      return 0.5;
    };
    calibrationBand({ confidences: [0.2, 0.6, 0.9], groups: [[0], [1, 2]], random });
    expect(calls).toBe(6000);
    const again = () =>
      calibrationBand({
        confidences: [0.2, 0.6, 0.9],
        groups: [[0], [1, 2]],
        draws: 40,
        random: randomOf(4),
      });
    expect(again()).toEqual(again());
  });

  it('is moved by no item that is in no group', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const places = fc.array(fc.tuple(share, fc.constantFrom('one', 'other', 'none')), { maxLength: 12 });
    fc.assert(
      fc.property(places, (rest) => {
        const bandOf = (items: readonly (readonly [number, string])[]) =>
          calibrationBand({
            confidences: items.map(([confidence]) => confidence),
            groups: ['one', 'other'].map((name) => [...items.keys()].filter((i) => items[i]?.[1] === name)),
            draws: 20,
            random: randomOf(2),
          });
        const items = [[0.3, 'one'], [0.8, 'other'], ...rest] as const;
        expect(bandOf(items)).toEqual(bandOf(items.filter(([, group]) => group !== 'none')));
      }),
    );
  });
});

describe('accuracyBand', () => {
  it('is the narrowest interval with at most half the rest on either side, as listing all outcomes gives it', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const level = fc.double({ min: 0.05, max: 0.9999, noNaN: true });
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 7 }), level, (confidences, level) => {
        const n = confidences.length;
        const chances = Array.from({ length: n + 1 }, () => 0);
        for (const outcomes of everyOutcome(n)) {
          const right = outcomes.filter(Boolean).length;
          const factors = confidences.map((confidence, i) => (outcomes[i] ? confidence : 1 - confidence));
          chances[right] = (chances[right] ?? 0) + factors.reduce((product, factor) => product * factor, 1);
        }
        const sum = (from: number, to: number) =>
          chances.slice(from, to).reduce((total, one) => total + one, 0);
        const { low, high } = accuracyBand(confidences, level);
        const [least, most] = [Math.round(low * n), Math.round(high * n)];
        const tail = (1 - level) / 2;
        expect(sum(0, least)).toBeLessThanOrEqual(tail + 1e-12);
        expect(sum(0, least + 1)).toBeGreaterThan(tail - 1e-12);
        expect(sum(most + 1, n + 1)).toBeLessThanOrEqual(tail + 1e-12);
        expect(sum(most, n + 1)).toBeGreaterThan(tail - 1e-12);
      }),
    );
  });

  it('has the quantiles of the binomial distribution far out in the tails of many items', () => {
    const [n, p, level] = [2000, 0.3, 1 - 1e-9];
    const logChances = [n * Math.log1p(-p)];
    for (let k = 0; k < n; k++)
      logChances.push((logChances[k] ?? 0) + Math.log(((n - k) / (k + 1)) * (p / (1 - p))));
    const steps = (logs: readonly number[]) => {
      let total = 0;
      return logs.findIndex((log) => {
        total += Math.exp(log);
        return total > (1 - level) / 2;
      });
    };
    expect(accuracyBand(Array(n).fill(p), level)).toEqual({
      low: steps(logChances) / n,
      high: (n - steps(logChances.toReversed())) / n,
    });
  });
});
