/** About how many tokens go into one call: fewer cost more for each, more cost memory (196 KB of logits each). */
export const TOKENS_A_CALL = 128;

/** At most this many tokens, padding included, go into one call of several texts. */
export const TOKENS_A_BATCH = 256;

/**
 * Cuts [0, length) into consecutive pieces of nearly equal size, at most `largest` each: no short piece is left over
 * at the end, so that a piece of one token comes only of a length of one. 130 at 128 gives [0, 65), [65, 130).
 */
export function cutIntoPieces(
  length: number,
  largest = TOKENS_A_CALL,
): { readonly start: number; readonly end: number }[] {
  const count = Math.ceil(length / largest);
  return Array.from({ length: count }, (_, i) => ({
    start: Math.floor((i * length) / count),
    end: Math.floor(((i + 1) * length) / count),
  }));
}

/**
 * Groups the indices of `lengths` into batches to be padded on the right: sorted by length, so that little is padded,
 * and each at most `budget` tokens with its padding (a longer text stands alone). `fits` may forbid more.
 */
export function batchesByLength(
  lengths: readonly number[],
  budget: number = TOKENS_A_BATCH,
  fits: (count: number, longest: number) => boolean = () => true,
): number[][] {
  const order = [...lengths.keys()].sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const index of order) {
    const longest = lengths[index] ?? 0; // sorted: the newest is the longest
    const count = batch.length + 1;
    if (batch.length > 0 && (count * longest > budget || !fits(count, longest))) {
      batches.push(batch);
      batch = [];
    }
    batch.push(index);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
