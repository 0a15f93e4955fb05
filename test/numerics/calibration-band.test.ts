import { describe, expect, it } from 'vitest';
import { equalMassBins, equalMassMembers, expectedCalibrationError } from '#numerics/calibration';
import { type CalibrationBandOptions, calibrationBand } from '#numerics/calibration-band';
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

  it('has the quantiles of the binomial distribution where a bin holds equal confidences', () => {
    const n = 50;
    const p = 0.3;
    const { bins } = calibrationBand({
      confidences: Array.from({ length: n }, () => p),
      groups: [Array.from({ length: n }, (_, i) => i)],
      draws: 20000,
      level: 0.8,
      random: randomOf(9),
    });
    const quantileOfBinomial = (q: number) => {
      let chance = (1 - p) ** n;
      let total = chance;
      let k = 0;
      while (total < q) {
        chance *= ((n - k) / (k + 1)) * (p / (1 - p));
        total += chance;
        k++;
      }
      return k / n;
    };
    // .079, .139 | .859, .915 of the distribution lie up to 10, 11 | 18, 19: seven standard deviations or more of a
    // share of 20000 draws from .1 | .9.
    expect(bins).toEqual([{ low: quantileOfBinomial(0.1), high: quantileOfBinomial(0.9) }]);
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

  it('draws nothing when it is given something that means nothing', () => {
    const random = () => {
      throw new Error('drawn');
    };
    for (const wrong of [{ level: 95 }, { draws: 0 }]) {
      expect(() => calibrationBand({ confidences: [0.5], groups: [[0]], random, ...wrong })).toThrow(
        RangeError,
      );
    }
  });

  it('refuses what means nothing', () => {
    const withOptions = (changed: Partial<CalibrationBandOptions>) => () =>
      calibrationBand({ confidences: [0.5], groups: [[0]], draws: 5, random: randomOf(1), ...changed });
    expect(withOptions({ confidences: [] })).toThrow(new RangeError('confidences must not be empty'));
    expect(withOptions({ confidences: [0.5, 2] })).toThrow(
      new RangeError('confidences[1] must be from 0 to 1, got 2'),
    );
    expect(withOptions({ draws: 0.5 })).toThrow(new RangeError('draws must be a positive integer, got 0.5'));
    expect(withOptions({ level: 95 })).toThrow(new RangeError('level must be above 0 and below 1, got 95'));
  });
});
