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

/**
 * The indices of the shortest of `lengths`, as many as go into one call padded on the right: at most BATCH_TOKENS,
 * BATCH_PADDING of them padding, and without those that do not fit beside shorter ones. The shortest comes in any case.
 */
export function shortestTogether(
  lengths: readonly number[],
  fits: (indices: readonly number[], longest: number) => boolean = () => true,
): number[] {
  const order = [...lengths.keys()].sort((a, b) => at(lengths, a) - at(lengths, b) || a - b);
  const chosen: number[] = [];
  let tokens = 0;
  for (const index of order) {
    const longest = at(lengths, index); // sorted: the newest is the longest
    const padded = (chosen.length + 1) * longest;
    if (chosen.length > 0) {
      if (padded > BATCH_TOKENS || padded - tokens - longest > BATCH_PADDING) break;
      if (!fits([...chosen, index], longest)) continue;
    }
    chosen.push(index);
    tokens += longest;
  }
  return chosen;
}

/**
 * The indices of `lengths` that go into one call with index 0, in order: at most BESIDE_TOKENS, of which BATCH_PADDING
 * are padding. `fits` can leave out others.
 */
export function besideFirst(
  lengths: readonly number[],
  fits: (indices: readonly number[]) => boolean,
): number[] {
  const chosen = [0];
  let longest = at(lengths, 0);
  let tokens = longest;
  for (let index = 1; index < lengths.length; index++) {
    const length = at(lengths, index);
    const padded = (chosen.length + 1) * Math.max(longest, length);
    if (padded > BESIDE_TOKENS || padded - tokens - length > BATCH_PADDING) continue;
    if (!fits([...chosen, index])) continue;
    chosen.push(index);
    longest = Math.max(longest, length);
    tokens += length;
  }
  return chosen;
}
