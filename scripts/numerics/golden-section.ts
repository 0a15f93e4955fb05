const RATIO = (Math.sqrt(5) - 1) / 2; // the golden ratio less 1: 1 - RATIO = RATIO²

/**
 * Where a function that falls and then rises has its minimum between `low` and `high`, to within `tolerance`; of a flat
 * minimum the left end. A tolerance below about √ε of the minimum's scale is no better. Two infinite values count as
 * equal; beside a NaN the right point counts as the better one. Throws a RangeError unless `low` is below `high`, both
 * are finite, and the tolerance is above 0.
 *
 * Source: J. Kiefer, "Sequential minimax search for a maximum", Proceedings of the AMS 4 (1953).
 */
export function goldenSection(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance: number,
): number {
  if (!(low < high && Number.isFinite(high - low))) {
    throw new RangeError(`low must be below high and both finite, got ${low} and ${high}`);
  }
  if (!(tolerance > 0)) throw new RangeError(`tolerance must be above 0, got ${tolerance}`);
  let left = high - RATIO * (high - low);
  let right = low + RATIO * (high - low);
  let [atLeft, atRight] = [f(left), f(right)];
  while (high - low > tolerance && low < left && left < right && right < high) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - RATIO * (high - low);
      atLeft = f(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + RATIO * (high - low);
      atRight = f(right);
    }
  }
  return (low + high) / 2;
}
