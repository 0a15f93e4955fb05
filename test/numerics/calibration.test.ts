import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  binaryLogLoss,
  equalMassBins,
  expectedCalibrationError,
  type ReliabilityBin,
} from '#numerics/calibration';
import { wilsonInterval } from '#numerics/wilson';
import { average, eight, type Judged, judged } from './confidences-and-outcomes.ts';

const numberOfBins = fc.integer({ min: 1, max: 12 });

/** Bins by asking of every bin and every item whether the one holds the other. */
function binnedBy(
  { confidences, outcomes }: Judged,
  bins: number,
  holds: (bin: number, p: number) => boolean,
) {
  return Array.from({ length: bins }, (_, bin) => {
    const members = confidences.flatMap((p, i) => (holds(bin, p) ? [{ p, right: outcomes[i] }] : []));
    return {
      bin,
      members,
      n: members.length,
      meanConfidence: average(members.map(({ p }) => p)),
      accuracy: average(members.map(({ right }) => (right ? 1 : 0))),
    };
  }).filter(({ n }) => n > 0);
}

const rightClosed = (bins: number) => (bin: number, p: number) =>
  (p > bin / bins || bin === 0) && p <= (bin + 1) / bins;
/** In which bin the middle of an item's ranks falls, from how many lie below and how many are equal. */
const massBin =
  ({ confidences }: Judged, bins: number) =>
  (bin: number, p: number) => {
    const below = confidences.filter((other) => other < p).length;
    const equal = confidences.filter((other) => other === p).length;
    const twiceMiddle = (2 * below + equal) * bins; // in units of half an item over bins
    return twiceMiddle >= 2 * bin * confidences.length && twiceMiddle < 2 * (bin + 1) * confidences.length;
  };

type Binned = Pick<ReliabilityBin, 'n' | 'meanConfidence' | 'accuracy'>;

function errorOf(bins: readonly Binned[]): number {
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  return bins.reduce((sum, bin) => sum + (bin.n / n) * Math.abs(bin.accuracy - bin.meanConfidence), 0);
}

function expectSameBins(actual: readonly ReliabilityBin[], expected: readonly Binned[]): void {
  expect(actual.map(({ n, accuracy }) => ({ n, accuracy }))).toEqual(
    expected.map(({ n, accuracy }) => ({ n, accuracy })),
  );
  actual.forEach((bin, i) => {
    expect(bin.meanConfidence).toBeCloseTo(expected[i]?.meanConfidence ?? NaN, 14);
    expect(bin.interval).toEqual(wilsonInterval(Math.round(bin.accuracy * bin.n), bin.n));
  });
}

describe('expected calibration error in bins of equal width', () => {
  const errorWith = (bins: number) => expectedCalibrationError(binnedBy(eight, bins, rightClosed(bins)));

  it.each([
    [2, 0.09375],
    [4, 0.16875],
    [5, 0.20625],
    [10, 0.29375],
  ])('of eight items in %i bins is %f', (bins, expected) => {
    expect(errorWith(bins)).toBeCloseTo(expected, 15);
  });
});

describe('equalMassBins', () => {
  it('are what ranking every item against all others gives', () => {
    fc.assert(
      fc.property(judged, numberOfBins, (items, bins) => {
        const expected = binnedBy(items, bins, massBin(items, bins));
        const actual = equalMassBins(items.confidences, items.outcomes, bins);
        expectSameBins(actual, expected);
        expect(actual.map(({ low, high }) => [low, high])).toEqual(
          expected.map(({ members }) => {
            const inside = members.map(({ p }) => p);
            return [Math.min(...inside), Math.max(...inside)];
          }),
        );
        expect(expectedCalibrationError(actual)).toBeCloseTo(errorOf(expected), 13);
      }),
    );
  });
});

describe('binaryLogLoss', () => {
  it('is, for the eight items, minus the log of the probability of all that happened, over eight', () => {
    const product = 0.9 * 0.8 * (1 - 0.7) * 0.6 * (1 - 0.55) * 0.5 * (1 - 0.4) * (1 - 0.3);
    expect(binaryLogLoss(eight.confidences, eight.outcomes)).toBeCloseTo(-Math.log(product) / 8, 14);
  });

  it('is minus the log of the product of what was given to each outcome', () => {
    const inside = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(inside, fc.boolean()), { minLength: 1, maxLength: 20 }), (items) => {
        const product = items.reduce((all, [p, right]) => all * (right ? p : 1 - p), 1);
        const loss = binaryLogLoss(
          items.map(([p]) => p),
          items.map(([, right]) => right),
        );
        expect(loss).toBeCloseTo(-Math.log(product) / items.length, 12);
      }),
    );
  });
});
