import { at } from '#numerics/list';

/** About how many tokens go into one call: fewer cost more for each, more cost memory (196 KB of logits each). */
const CHUNK_TOKENS = 128;

/** At most this many tokens, padding included, go into one call of several texts. */
const BATCH_TOKENS = 256;

/** The same for a server, which keeps calls short because clients wait while one runs. */
const BESIDE_TOKENS = 64;

/** A call costs about as much as this many tokens in it, so more padding than that is not worth one call fewer. */
const BATCH_PADDING = 16;

/**
 * Cuts [0, length) into consecutive chunks of nearly equal size, at most `largest` each, so that a chunk of one token
 * comes only of a length of one. 130 at 128 gives [0, 65), [65, 130).
 */
export function chunksOf(length: number, largest = CHUNK_TOKENS): { start: number; end: number }[] {
  const count = Math.ceil(length / largest);
  const border = (i: number): number => Math.floor((i * length) / count);
  return Array.from({ length: count }, (_, i) => ({ start: border(i), end: border(i + 1) }));
}

/** Whether some texts, by their indices, fit into a call in which the longest is so long. */
type Fits = (indices: readonly number[], longest: number) => boolean;

/**
 * Takes the first index of `order` and, of the others, those that fit into one call with it and those taken before,
 * padded on the right: at most `largest` tokens, BATCH_PADDING of them padding.
 */
function takenTogether(
  lengths: readonly number[],
  order: Iterable<number>,
  largest: number,
  fits: Fits,
): number[] {
  const chosen: number[] = [];
  let longest = 0;
  let tokens = 0;
  for (const index of order) {
    const length = at(lengths, index);
    const columns = Math.max(longest, length);
    const padded = (chosen.length + 1) * columns;
    const isTooMuch = padded > largest || padded - tokens - length > BATCH_PADDING;
    if (chosen.length > 0 && (isTooMuch || !fits([...chosen, index], columns))) continue;
    chosen.push(index);
    longest = columns;
    tokens += length;
  }
  return chosen;
}

/** The indices of the shortest of `lengths` that go into one call. */
export function shortestTogether(lengths: readonly number[], fits: Fits = () => true): number[] {
  const order = [...lengths.keys()].sort((a, b) => at(lengths, a) - at(lengths, b) || a - b);
  return takenTogether(lengths, order, BATCH_TOKENS, fits);
}

/** The indices of `lengths` that go into one short call with index 0, in order. */
export function besideFirst(lengths: readonly number[], fits: Fits): number[] {
  return takenTogether(lengths, lengths.keys(), BESIDE_TOKENS, fits);
}
