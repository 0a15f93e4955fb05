import fc from 'fast-check';

/** How many equal parts a whole is cut into: a power of two, so that every probability and their sum are exact. */
const WHOLE = 1024;

/** Distributions over n outcomes whose probabilities add up to exactly 1; some may be 0. */
export function distribution(n: number): fc.Arbitrary<number[]> {
  return fc.array(fc.nat(WHOLE), { minLength: n - 1, maxLength: n - 1 }).map((cuts) => {
    const places = [0, ...cuts.sort((a, b) => a - b), WHOLE];
    return places.slice(1).map((place, i) => (place - (places[i] ?? 0)) / WHOLE);
  });
}

/** Two distributions over the same two to nine outcomes. */
export const pairs = fc.integer({ min: 2, max: 9 }).chain((n) => fc.tuple(distribution(n), distribution(n)));
