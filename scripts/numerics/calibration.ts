import { assertConfidences, assertPositiveInteger, assertSome } from './assert.ts';
import type { Interval } from './interval.ts';
import { at } from './list.ts';
import { compensatedSum, mean } from './sum.ts';
import { tiedGroups } from './tied-groups.ts';
import { wilsonInterval } from './wilson.ts';

interface BinMeans {
  readonly n: number;
  readonly meanConfidence: number;
  /** The share of the items that were right. */
  readonly accuracy: number;
}

/** The indices of the items that are counted together: groups from low to high confidence, none empty. */
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
 * Bins of equally many items by rising confidence. Items of equal confidence stay together, so ties make bins of unequal
 * size, and fewer of them. [n], [n] -> at most `bins` bins. Throws a RangeError when the lengths differ, there is no
 * item, a confidence is outside 0 to 1, or `bins` is not a positive integer.
 */
export function equalMassBins(
  confidences: ArrayLike<number>,
  outcomes: readonly boolean[],
  bins: number,
): ReliabilityBin[] {
  assertConfidences(confidences, outcomes);
  return binsOf(equalMassMembers(confidences, bins), confidences, outcomes);
}

/** One bin for each group of items. Throws as `equalMassBins` does. */
export function binsOf(
  groups: Groups,
  confidences: ArrayLike<number>,
  outcomes: readonly boolean[],
): ReliabilityBin[] {
  assertConfidences(confidences, outcomes);
  return groups.map((items) => {
    const n = items.length;
    const right = items.filter((i) => outcomes[i]).length;
    return {
      low: at(confidences, items[0]),
      high: at(confidences, items.at(-1)),
      n,
      meanConfidence: mean(items.map((i) => at(confidences, i))),
      accuracy: right / n,
      interval: wilsonInterval(right, n),
    };
  });
}

/** The items of each bin of `equalMassBins`. Throws a RangeError for a NaN, and when `bins` is not a positive integer. */
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

/**
 * Groups of equal mass, about √n / 5 of them but from 5 to 50. The highest group is then halved, and its upper half
 * again, as long as each half has 25 items, because programs act on high confidences. Throws a RangeError for a NaN.
 */
export function groupsFinerAtTheTop(confidences: ArrayLike<number>): number[][] {
  const number = Math.floor(Math.sqrt(confidences.length) / 5);
  const groups = equalMassMembers(confidences, Math.min(50, Math.max(5, number)));
  for (;;) {
    const top = groups.at(-1) ?? [];
    const ofTop = top.map((item) => at(confidences, item));
    const halves = equalMassMembers(ofTop, 2).map((half) => half.map((place) => at(top, place)));
    if (halves.length < 2 || halves.some(({ length }) => length < 25)) return groups;
    groups.splice(-1, 1, ...halves);
  }
}

/**
 * The mean distance between accuracy and mean confidence over the items. It depends on the bins, and chance alone puts
 * it above 0: quote it with n and beside what `calibrationBand` gives. Throws a RangeError when there is no bin.
 *
 * Source: M. P. Naeini, G. F. Cooper, M. Hauskrecht, "Obtaining well calibrated probabilities", AAAI (2015).
 */
export function expectedCalibrationError(bins: readonly BinMeans[]): number {
  assertSome('bins', bins);
  const items = compensatedSum(bins.map(({ n }) => n));
  const gaps = bins.map(({ n, accuracy, meanConfidence }) => n * Math.abs(accuracy - meanConfidence));
  return compensatedSum(gaps) / items;
}

/**
 * How surprising a bin's accuracy is if its mean confidence is right: n times the KL divergence between the two, in
 * nats. +Infinity where something certain did not happen.
 */
export function devianceOf({ n, accuracy, meanConfidence }: BinMeans): number {
  const part = (share: number, stated: number) => (share === 0 ? 0 : share * Math.log(share / stated));
  return n * (part(accuracy, meanConfidence) + part(1 - accuracy, 1 - meanConfidence));
}

/**
 * Mean surprisal in nats: -ln(confidence) where something was right, -ln(1 - confidence) where it was wrong. [n], [n]
 * -> 0 to +Infinity. Throws a RangeError when the lengths differ, there is no item, or a confidence is outside 0 to 1.
 */
export function binaryLogLoss(confidences: ArrayLike<number>, outcomes: readonly boolean[]): number {
  assertConfidences(confidences, outcomes);
  const surprisal = (confidence: number, i: number) =>
    0 - (outcomes[i] ? Math.log(confidence) : Math.log1p(-confidence));
  return mean(Array.from(confidences, surprisal));
}
