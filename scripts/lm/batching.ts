/** About how many tokens go into one call: fewer cost more for each, more cost memory (196 KB of logits each). */
export const CHUNK_TOKENS = 128;

/** At most this many tokens, padding included, go into one call of several texts. */
const BATCH_TOKENS = 256;

/**
 * Cuts [0, length) into consecutive chunks of nearly equal size, at most `largest` each, so that a chunk of one token
 * comes only of a length of one. 130 at 128 gives [0, 65), [65, 130).
 */
export function chunksOf(length: number, largest = CHUNK_TOKENS): { start: number; end: number }[] {
  const count = Math.ceil(length / largest);
  const border = (i: number): number => Math.floor((i * length) / count);
  return Array.from({ length: count }, (_, i) => ({ start: border(i), end: border(i + 1) }));
}

/**
 * Groups the indices of `lengths` into batches to be padded on the right: sorted by length, so that little is padded,
 * and each at most `budget` tokens with its padding (a longer text comes alone). `fits` may forbid more.
 */
export function batchesByLength(
  lengths: readonly number[],
  budget = BATCH_TOKENS,
  fits: (count: number, longest: number) => boolean = () => true,
): number[][] {
  const order = [...lengths.keys()].sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const index of order) {
    const longest = lengths[index] ?? 0; // sorted: the newest is the longest
    const count = batch.length + 1;
    if (batch.length === 0 || count * longest > budget || !fits(count, longest)) {
      batch = [];
      batches.push(batch);
    }
    batch.push(index);
  }
  return batches;
}
