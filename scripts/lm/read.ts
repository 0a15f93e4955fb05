import type { Forward } from './forward.ts';
import type { KeyValues } from './key-values.ts';
import { cutIntoPieces, TOKENS_A_CALL } from './pieces.ts';

/** Looks at the [V] logits after each token of a text; they are overwritten once it returns. */
export type Visit = (position: number, logits: Float32Array) => void;

/**
 * Reads one text in pieces with reused keys and values and visits the logits at every position from `from` on, in
 * order. Memory is that of one piece's logits and of the keys and values. Between pieces the event loop goes on.
 */
export async function visitPositions(
  forward: Forward,
  ids: readonly number[],
  from: number,
  visit: Visit,
): Promise<void> {
  let past: KeyValues | undefined;
  for (const { start, end } of cutIntoPieces(ids.length)) {
    const first = Math.max(start, from);
    const { logits, keyValues } = await forward.call([ids.slice(start, end)], {
      past,
      logitColumns: Math.max(1, end - first),
      keep: end < ids.length,
    });
    for (let position = first; position < end; position++) visit(position, logits(0, position - start));
    past = keyValues;
  }
}

/** What texts read side by side leave behind. */
export interface ReadTexts {
  readonly keyValues: KeyValues;
  /** A copy of the [V] logits after each text. */
  readonly logits: readonly Float32Array[];
}

/**
 * Reads texts side by side, padded on the right, and keeps keys and values to go on from. Long texts go in pieces,
 * and `from` skips what is known already. Throws a RangeError when a text is empty.
 */
export async function readTexts(forward: Forward, texts: readonly (readonly number[])[]): Promise<ReadTexts> {
  if (texts.length === 0 || texts.some((ids) => ids.length === 0)) {
    throw new RangeError('texts to read must not be empty');
  }
  const longest = Math.max(...texts.map((ids) => ids.length));
  const shortest = Math.min(...texts.map((ids) => ids.length));
  // A piece in which a text has nothing left would hold a sequence without tokens: its padding is computed like any.
  const pieces = cutIntoPieces(longest, Math.max(2, Math.floor(TOKENS_A_CALL / texts.length)));
  const last: (Float32Array | undefined)[] = texts.map(() => undefined);
  let past: KeyValues | undefined;
  for (const { start, end } of pieces) {
    const { logits, keyValues } = await forward.call(
      texts.map((ids) => ids.slice(start, end)),
      { past, logitColumns: end >= shortest ? end - Math.max(start, shortest - 1) : 1, keep: true },
    );
    texts.forEach((ids, i) => {
      const column = ids.length - 1 - start;
      if (column >= 0 && ids.length <= end) last[i] = logits(i, column).slice();
    });
    past = keyValues;
  }
  if (past === undefined) throw new Error('keys and values were asked for, but none came');
  return { keyValues: past, logits: last.map((logits) => logits ?? new Float32Array(0)) };
}
