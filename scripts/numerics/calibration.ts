import { assertConfidences, assertPositiveInteger, assertSome } from './assert.ts';
import type { Interval } from './interval.ts';
import { at } from './list.ts';
import { compensatedSum, mean } from './sum.ts';
import { tiedGroups } from './tied-groups.ts';
import { wilsonInterval } from './wilson.ts';

interface BinMeans {
  /** Never 0. */
  readonly n: number;
  readonly meanConfidence: number;
  /** The share of the items that were right. */
  readonly accuracy: number;
}

/** Items of like confidence: one point of a reliability diagram. */
export interface ReliabilityBin extends BinMeans {
  /** The least and the greatest confidence in it. */
  readonly low: number;
  readonly high: number;
  /** Wilson's 95 % interval of the accuracy. */
  readonly interval: Interval;
}

/**
 * Reliability in bins of equally many items, from low to high: by rising confidence each item goes to the bin in which
 * the middle of its ranks falls. Items of equal confidence stay together, so that many ties make bins of unequal size,
 * and fewer than asked for. [n], [n] -> at most `bins` bins.
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
 * The indices of the items in each bin of `equalMassBins`, by rising confidence; the outcomes have no say in it.
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

/** How many of the items with these indices were right. */
function numberRight(items: readonly number[], outcomes: readonly boolean[]): number {
  return items.filter((i) => outcomes[i]).length;
}

/**
 * How far accuracy and mean confidence are apart, on average over the items. It depends on the bins, and is above 0 by
 * chance even for a perfectly calibrated model, the more so the fewer items there are: quote it with n and the bins,
 * beside what `calibrationBand` gives. Throws a RangeError when there is no bin.
 *
 * Source: M. P. Naeini, G. F. Cooper, M. Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning",
 * AAAI (2015).
 */
export function expectedCalibrationError(bins: readonly BinMeans[]): number {
  assertSome('bins', bins);
  const items = compensatedSum(bins.map(({ n }) => n));
  const gaps = bins.map(({ n, accuracy, meanConfidence }) => n * Math.abs(accuracy - meanConfidence));
  return compensatedSum(gaps) / items;
}

/**
 * Mean surprisal in nats of confidences in something that is right or not: -ln(confidence) where it was right, -ln(1 -
 * confidence) where it was wrong. [n], [n] -> 0 to +Infinity, which one certainty that was wrong makes it.
 *
 * Throws a RangeError when the lengths differ, there is no item, or a confidence is outside 0 to 1.
 */
export function binaryLogLoss(confidences: ArrayLike<number>, outcomes: readonly boolean[]): number {
  assertConfidences(confidences, outcomes);
  const surprisal = (confidence: number, i: number) =>
    0 - (outcomes[i] ? Math.log(confidence) : Math.log1p(-confidence));
  return mean(Array.from(confidences, surprisal));
}
