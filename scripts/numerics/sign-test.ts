/**
 * The exact two-sided sign test: how often a fair coin, tossed `gained + lost` times, is at least as one-sided. For
 * outcomes that are right or wrong this is the exact McNemar test. 1 when nothing changed. Throws a RangeError unless
 * both counts are integers from 0 on.
 *
 * Source: W. J. Conover, "Practical Nonparametric Statistics" (1999), sections 3.4 and 3.5.
 */
export function signTest(gained: number, lost: number): number {
  for (const count of [gained, lost]) {
    if (!(Number.isInteger(count) && count >= 0))
      throw new RangeError(`a count must be an integer from 0 on, got ${count}`);
  }
  const tosses = gained + lost;
  let logChance = tosses * Math.log(0.5); // of no head; as a logarithm, for it may be too small for a number
  let tail = 0;
  for (let heads = 0; heads <= Math.min(gained, lost); heads++) {
    tail += Math.exp(logChance);
    logChance += Math.log((tosses - heads) / (heads + 1));
  }
  return Math.min(1, 2 * tail);
}
