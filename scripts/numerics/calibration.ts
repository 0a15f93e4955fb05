import { assertConfidences, assertPositiveInteger, assertSome } from './assert.ts';
import type { Interval } from './interval.ts';
import { at } from './list.ts';
import { compensatedSum, mean } from './sum.ts';
import { tiedGroups } from './tied-groups.ts';
import { wilsonInterval } from './wilson.ts';

/** How sure the items of a bin were, and how often they were right. */
export interface BinMeans {
  /** How many items are in it; never 0. */
  readonly n: number;
  readonly meanConfidence: number;
  /** The share of the items that were right. */
  readonly accuracy: number;
}

/** Items of like confidence: one point of a reliability diagram. */
export interface ReliabilityBin extends BinMeans {
  /** The bin's borders for equal widths; its least and greatest confidence for equal masses. */
  readonly low: number;
  readonly high: number;
  /** Wilson's 95 % interval of the accuracy. */
  readonly interval: Interval;
}

/**
 * Reliability in bins of equal width, each with its upper border but not its lower one; the first holds 0, too. So a
 * confidence of .3 is in the third of ten bins. Borders are k / bins, compared as they are, and not multiplied out:
 * in float64 .28 · 25 is above 7. From low to high; bins without items are left out. [n], [n] -> at most `bins` bins.
 *
 * Throws a RangeError when the lengths differ, there is no item, a confidence is outside 0 to 1, or `bins` is not a
 * positive integer.
 */
export function equalWidthBins(
  confidences: ArrayLike<number>,
  outcomes: readonly boolean[],
  bins: number,
): ReliabilityBin[] {
  assertConfidences(confidences, outcomes);
  assertPositiveInteger('bins', bins);
  const upperBorders = Array.from({ length: bins }, (_, bin) => (bin + 1) / bins);
  const binOf = (confidence: number) => upperBorders.findIndex((border) => confidence <= border);

  const members = upperBorders.map((): number[] => []);
  Array.from(confidences, binOf).forEach((bin, item) => {
    members[bin]?.push(item);
  });
  return members
    .map((items, bin) => ({ items, low: bin / bins, high: (bin + 1) / bins }))
    .filter(({ items }) => items.length > 0)
    .map(({ items, low, high }) => ({ low, high, ...reliabilityOf(items, confidences, outcomes) }));
}

/**
 * Reliability in bins of equally many items: by rising confidence each item goes to the bin in which the middle of its
 * ranks falls. Without ties the bins differ by at most one item. Items of equal confidence stay together, whatever the
 * order they are given in, so that bins with many ties are of unequal size, and fewer than asked for when one group
 * fills several. From low to high. [n], [n] -> at most `bins` bins.
 *
 * Throws a RangeError when the lengths differ, there is no item, a confidence is outside 0 to 1, or `bins` is not a
 * positive integer.
 */
export function equalMassBins(
  confidences: ArrayLike<number>,
  outcomes: readonly boolean[],
  bins: number,
): ReliabilityBin[] {
  assertConfidences(confidences, outcomes);
  return equalMassMembers(confidences, bins).map((items) => ({
    low: at(confidences, items[0]),
    high: at(confidences, items.at(-1)),
    ...reliabilityOf(items, confidences, outcomes),
  }));
}

/**
 * Which items are in each bin of `equalMassBins`: their indices, by rising confidence. The outcomes have no say in it.
 *
 * Throws a RangeError for a NaN, and when `bins` is not a positive integer.
 */
export function equalMassMembers(confidences: ArrayLike<number>, bins: number): number[][] {
  assertPositiveInteger('bins', bins);
  const members = Array.from({ length: bins }, (): number[] => []);
  let rank = 0;
  for (const tied of tiedGroups(confidences)) {
    const middle = rank + tied.length / 2;
    const bin = Math.floor((middle * bins) / confidences.length);
    for (const item of tied) members[bin]?.push(item);
    rank += tied.length;
  }
  return members.filter((items) => items.length > 0);
}

function reliabilityOf(
  items: readonly number[],
  confidences: ArrayLike<number>,
  outcomes: readonly boolean[],
): Omit<ReliabilityBin, 'low' | 'high'> {
  const n = items.length;
  const right = numberRight(items, outcomes);
  return {
    n,
    meanConfidence: mean(items.map((i) => at(confidences, i))),
    accuracy: right / n,
    interval: wilsonInterval(right, n),
  };
}

/** How many of some items, given by their indices, were right. */
export function numberRight(items: readonly number[], outcomes: readonly boolean[]): number {
  return items.filter((i) => outcomes[i]).length;
}

/**
 * Expected calibration error: how far accuracy and mean confidence are apart, on average over the items. It depends on
 * the bins, and is above 0 by chance even for a perfectly calibrated model, the more so the fewer items there are:
 * quote it with n and the bins, beside what `calibrationBand` gives.
 *
 * Throws a RangeError when there is no bin.
 *
 * Source: M. P. Naeini, G. F. Cooper, M. Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning",
 * AAAI (2015).
 */
// #region expected-calibration-error
export function expectedCalibrationError(bins: readonly BinMeans[]): number {
  assertSome('bins', bins);
  const items = compensatedSum(bins.map(({ n }) => n));
  const gaps = bins.map(({ n, accuracy, meanConfidence }) => n * Math.abs(accuracy - meanConfidence));
  return compensatedSum(gaps) / items;
}
// #endregion expected-calibration-error

/**
 * Log loss of confidences in something that is right or not: the mean surprisal in nats, -ln(confidence) where it was
 * right and -ln(1 - confidence) where it was wrong. [n], [n] -> 0 to +Infinity.
 *
 * Special cases: one certainty that was wrong (confidence 1 and wrong, 0 and right) makes it +Infinity.
 *
 * Throws a RangeError when the lengths differ, there is no item, or a confidence is outside 0 to 1.
 */
export function binaryLogLoss(confidences: ArrayLike<number>, outcomes: readonly boolean[]): number {
  assertConfidences(confidences, outcomes);
  const surprisal = (confidence: number, i: number) =>
    0 - (outcomes[i] ? Math.log(confidence) : Math.log1p(-confidence));
  return mean(Array.from(confidences, surprisal));
}
