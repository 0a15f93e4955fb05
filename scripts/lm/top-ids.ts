import { at } from '#numerics/list';

/**
 * The ids of the k largest logits in order; equal logits by smaller id. NaN counts as -Infinity.
 * Fewer than k when there are not so many. Throws a RangeError unless k is a non-negative integer.
 */
export function topIds(logits: Float32Array, k: number): number[] {
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`k must be a non-negative integer, got ${k}`);
  const count = Math.min(k, logits.length);
  if (count === 0) return [];
  // Keeping a sorted list costs k moves an insertion; sorting all costs about 16 comparisons an entry.
  return count > 1000 ? sortedIds(logits).slice(0, count) : keptIds(logits, count);
}

function keyOf(logits: Float32Array, id: number): number {
  const logit = logits[id];
  return logit === undefined || Number.isNaN(logit) ? Number.NEGATIVE_INFINITY : logit;
}

function sortedIds(logits: Float32Array): number[] {
  return Array.from(logits.keys()).sort((a, b) => {
    const [left, right] = [keyOf(logits, a), keyOf(logits, b)];
    return left === right ? a - b : right - left;
  });
}

/** The k best seen so far, best first; a later id goes behind its equals. */
function keptIds(logits: Float32Array, k: number): number[] {
  const kept: number[] = [];
  let worst = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id++) {
    const logit = keyOf(logits, id);
    if (kept.length === k && logit <= worst) continue;
    let place = kept.length;
    while (place > 0 && keyOf(logits, at(kept, place - 1)) < logit) place--;
    kept.splice(place, 0, id);
    if (kept.length > k) kept.pop();
    worst = keyOf(logits, at(kept, kept.length - 1));
  }
  return kept;
}
