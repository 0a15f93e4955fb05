/** Dots that stand for shares of a whole, for scenes in which they move from group to group. */

/** How many of `dots` each share gets: rounded so that none is lost, the largest remainders first. */
export function dotsOf(shares: readonly number[], dots = 100): number[] {
  const exact = shares.map((share) => share * dots);
  const counts = exact.map(Math.floor);
  const missing = dots - counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = exact
    .map((value, group) => ({ group, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder);
  for (const { group } of byRemainder.slice(0, missing)) counts[group] = (counts[group] ?? 0) + 1;
  return counts;
}

export interface PlacedDot {
  readonly group: number;
  /** Its place in the group, from 0. */
  readonly place: number;
}

/** The dots of groups of so many, group by group. */
export const dotsIn = (counts: readonly number[]): PlacedDot[] =>
  counts.flatMap((count, group) => Array.from({ length: count }, (_, place) => ({ group, place })));

/** Where the dots of `before` are when there are `counts` in the groups: as few as possible move. */
export function movedDots(counts: readonly number[], before: readonly PlacedDot[]): PlacedDot[] {
  const stays = ({ group, place }: PlacedDot): boolean => place < (counts[group] ?? 0);
  const taken = new Set(before.filter(stays).map(({ group, place }) => `${group} ${place}`));
  const free = dotsIn(counts).filter(({ group, place }) => !taken.has(`${group} ${place}`));
  return before.map((dot) => (stays(dot) ? dot : (free.shift() ?? dot)));
}
