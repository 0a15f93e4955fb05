import { at } from './list.ts';

/**
 * The indices of the scores from the lowest score to the highest, in groups of equal scores. Whoever works with whole
 * groups gets a result that does not depend on the order in which tied items happen to stand. [n] -> groups of indices.
 * -0 and 0 are equal; infinities are scores like any other.
 *
 * Throws a RangeError for NaN, which has no place in any order.
 */
export function tiedGroups(scores: ArrayLike<number>): number[][] {
  const indices = Array.from(scores, (score, i) => {
    if (Number.isNaN(score)) throw new RangeError(`scores[${i}] must be a number, got NaN`);
    return i;
  });
  const groups: number[][] = [];
  let last: number | undefined;
  for (const i of indices.sort((a, b) => compare(at(scores, a), at(scores, b)))) {
    const score = at(scores, i);
    if (score === last) groups.at(-1)?.push(i);
    else groups.push([i]);
    last = score;
  }
  return groups;
}

/** Not a - b, which is NaN for two equal infinities. */
function compare(a: number, b: number): number {
  return Number(a > b) - Number(a < b);
}
