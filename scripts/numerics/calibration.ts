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

/** Which items are counted together: the indices of each group, none empty, from low confidence to high. */
export type Groups = readonly (readonly number[])[];

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
  return binsOf(equalMassMembers(confidences, bins), confidences, outcomes);
}

/** A bin for each group, which is a list of indices by rising confidence. Throws as `equalMassBins` does. */
export function binsOf(
  groups: Groups,
  confidences: ArrayLike<number>,
  outcomes: readonly boolean[],
): ReliabilityBin[] {
  assertConfidences(confidences, outcomes);
  return groups.map((items) => ({
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

const FEWEST_GROUPS = 5;
const MOST_GROUPS = 50;
/** The smallest half that the highest group is split into. */
const SMALLEST_HALF = 25;

/**
 * Groups of equal mass whose number grows with the square root of n, from 5 to 50. The highest is halved, and its upper
 * half again, as long as each half has 25 items: programs act on high confidences, where a few points are many times
 * the errors that were promised. Few wide groups hide errors that cancel out. Throws a RangeError for a NaN.
 */
export function groupsFinerAtTheTop(confidences: ArrayLike<number>): number[][] {
  const number = Math.floor(Math.sqrt(confidences.length) / 5);
  const groups = equalMassMembers(confidences, Math.min(MOST_GROUPS, Math.max(FEWEST_GROUPS, number)));
  for (;;) {
    const top = groups.at(-1) ?? [];
    const ofTop = top.map((item) => at(confidences, item));
    const halves = equalMassMembers(ofTop, 2).map((half) => half.map((place) => at(top, place)));
    if (halves.length < 2 || halves.some(({ length }) => length < SMALLEST_HALF)) return groups;
    groups.splice(-1, 1, ...halves);
  }
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
 * How surprising a bin's accuracy is if its mean confidence is right: n times the Kullback-Leibler divergence between
 * the two, in nats. 0 where they agree, +Infinity where something certain did not happen.
 */
export function devianceOf({ n, accuracy, meanConfidence }: BinMeans): number {
  const part = (share: number, stated: number) => (share === 0 ? 0 : share * Math.log(share / stated));
  return n * (part(accuracy, meanConfidence) + part(1 - accuracy, 1 - meanConfidence));
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
