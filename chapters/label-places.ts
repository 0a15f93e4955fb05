/** Where words lie in a figure, in pixels of its plot from the upper left. */
export interface Place {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const overlap = (a: Place, b: Place): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * For each name the first of its places, by number, where it runs over nothing that was placed before it; −1 where it
 * has no room.
 */
export function placesWithRoom(
  names: readonly (readonly Place[])[],
  taken: readonly Place[] = [],
): readonly number[] {
  const all = [...taken];
  return names.map((places) => {
    const free = places.findIndex((place) => !all.some((other) => overlap(place, other)));
    all.push(...places.slice(free, free < 0 ? 0 : free + 1));
    return free;
  });
}
