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

/** The group of each dot. As few as possible leave the group that they have when there are `usual` dots in each. */
export function placedDots(counts: readonly number[], usual: readonly number[]): PlacedDot[] {
  const free: { group: number; place: number }[] = counts.flatMap((count, group) => {
    const kept = Math.min(count, usual[group] ?? 0);
    return Array.from({ length: count - kept }, (_, added) => ({ group, place: kept + added }));
  });
  return usual.flatMap((number, group) =>
    Array.from({ length: number }, (_, place) =>
      place < (counts[group] ?? 0) ? { group, place } : (free.shift() ?? { group, place }),
    ),
  );
}
