import { assertPaired } from './assert.ts';
import { tiedGroups } from './tied-groups.ts';

/**
 * The area under the receiver operating characteristic: the probability that a right item, drawn at random, scores
 * higher than a wrong one, a tie counting ½. Only the order of the scores matters. O(n log n): counts upwards from the
 * lowest score how many wrong items lie below each right one. [n], [n] -> 0 to 1, or NaN where nothing is right or
 * nothing wrong. Infinite scores are fine.
 *
 * Throws a RangeError when the lengths differ, there is no item, or a score is NaN.
 *
 * Source: J. A. Hanley, B. J. McNeil, "The meaning and use of the area under a receiver operating characteristic (ROC)
 * curve", Radiology 143 (1982).
 */
// #region auroc
export function auroc(scores: ArrayLike<number>, outcomes: readonly boolean[]): number {
  assertPaired('scores', scores, outcomes);
  let rights = 0;
  let wrongs = 0;
  let pairsInOrder = 0;
  for (const tied of tiedGroups(scores)) {
    const right = tied.filter((i) => outcomes[i]).length;
    const wrong = tied.length - right;
    pairsInOrder += right * (wrongs + wrong / 2);
    rights += right;
    wrongs += wrong;
  }
  return pairsInOrder / (rights * wrongs);
}
// #endregion auroc
