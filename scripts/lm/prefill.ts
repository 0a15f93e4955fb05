import { CHUNK_TOKENS, chunksOf } from './batching.ts';
import type { Forward } from './forward.ts';
import type { KvCache } from './kv-cache.ts';
import type { Ids, Visit } from './types.ts';

/**
 * Reads one text in chunks that reuse the cache and visits the logits at every position from `from` on, in order.
 * Memory is that of one chunk's logits and of the cache. Between chunks the event loop goes on.
 */
export async function visitPositions(forward: Forward, ids: Ids, from: number, visit: Visit): Promise<void> {
  let past: KvCache | undefined;
  for (const { start, end } of chunksOf(ids.length)) {
    const first = Math.max(start, from);
    const { logits, cache } = await forward.call([ids.slice(start, end)], {
      past,
      logitColumns: Math.max(1, end - first),
      keep: end < ids.length,
    });
    for (let position = first; position < end; position++) visit(position, logits(0, position - start));
    past = cache;
  }
}

/**
 * Reads texts side by side, padded on the right, long ones in chunks: the cache to go on from, and a copy of the [V]
 * logits after each text. Throws a RangeError when a text is empty.
 */
export async function prefill(
  forward: Forward,
  texts: readonly Ids[],
): Promise<{ cache: KvCache; logits: Float32Array[] }> {
  if (texts.length === 0 || texts.some((ids) => ids.length === 0))
    throw new RangeError('texts to read must not be empty');
  const longest = Math.max(...texts.map((ids) => ids.length));
  const shortest = Math.min(...texts.map((ids) => ids.length));
  // A text that ends before a chunk is a sequence without tokens there: its padding is computed like any.
  const chunks = chunksOf(longest, Math.max(2, Math.floor(CHUNK_TOKENS / texts.length)));
  const last = texts.map(() => new Float32Array(0));
  let past: KvCache | undefined;
  for (const { start, end } of chunks) {
    const { logits, cache } = await forward.call(
      texts.map((ids) => ids.slice(start, end)),
      { past, logitColumns: end >= shortest ? end - Math.max(start, shortest - 1) : 1, keep: true },
    );
    texts.forEach((ids, i) => {
      const column = ids.length - 1 - start;
      if (column >= 0 && ids.length <= end) last[i] = logits(i, column).slice();
    });
    past = cache;
  }
  if (past === undefined) throw new Error('a cache was asked for, but none came');
  return { cache: past, logits: last };
}
