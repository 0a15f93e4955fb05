import { assertPaired } from './assert.ts';
import { tiedGroups } from './tied-groups.ts';

/**
 * How well a score separates the right from the wrong: the probability that a right item, drawn at random, scores
 * higher than a wrong one; a tie counts ½. 1 is a perfect order, ½ is what chance gives, and only the order of the
 * scores matters. It is the area under the receiver operating characteristic. Found by counting upwards from the
 * lowest score, how many wrong items lie below each right one, so in O(n log n). [n], [n] -> 0 to 1.
 *
 * Special cases: nothing right, or nothing wrong: NaN, for there is no pair to compare. Infinite scores are fine.
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
