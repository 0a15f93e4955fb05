import { assertPaired } from './assert.ts';
import { at } from './list.ts';
import { tiedGroups } from './tied-groups.ts';

/**
 * The area under the ROC curve: the probability that a random right item scores higher than a random wrong one, with a
 * tie counted as ½. [n], [n] -> 0 to 1, or NaN where nothing is right or nothing is wrong. Throws a RangeError when the
 * lengths differ, there is no item, or a score is NaN.
 *
 * Source: J. A. Hanley, B. J. McNeil, "The meaning and use of the area under a ROC curve", Radiology 143 (1982).
 */
export function auroc(scores: ArrayLike<number>, outcomes: readonly boolean[]): number {
  assertPaired('scores', scores, outcomes);
  const groups = tiedGroups(scores);
  const rights = groups.map((tied) => tied.filter((i) => outcomes[i]).length);
  const wrongs = groups.map((tied, group) => tied.length - at(rights, group));
  return aurocOfCounts(rights, wrongs);
}

/** The AUROC of the number of right and of wrong items in each group of equal scores, from the lowest score up. */
export function aurocOfCounts(rights: ArrayLike<number>, wrongs: ArrayLike<number>): number {
  let [right, wrong, pairsInOrder] = [0, 0, 0];
  for (let group = 0; group < rights.length; group++) {
    pairsInOrder += at(rights, group) * (wrong + at(wrongs, group) / 2);
    right += at(rights, group);
    wrong += at(wrongs, group);
  }
  return pairsInOrder / (right * wrong);
}
