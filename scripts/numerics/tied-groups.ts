import { at } from './list.ts';

/**
 * The indices of the scores from the lowest to the highest, in groups of equal scores, so that results do not depend on
 * the order of tied items. -0 and 0 are equal; infinities are scores like any other. Throws a RangeError for NaN.
 */
export function tiedGroups(scores: ArrayLike<number>): number[][] {
  const indices = Array.from(scores, (score, i) => {
    if (Number.isNaN(score)) throw new RangeError(`scores[${i}] must be a number, got NaN`);
    return i;
  });
  const groups: number[][] = [];
  let last: number | undefined;
  // The difference of two equal infinities is NaN, which sorting takes for 0: they are equal, as they should be.
  for (const i of indices.sort((a, b) => at(scores, a) - at(scores, b))) {
    const score = at(scores, i);
    if (score === last) groups.at(-1)?.push(i);
    else groups.push([i]);
    last = score;
  }
  return groups;
}
