import { chunksOf, shortestTogether } from './batching.ts';
import type { Forward } from './forward.ts';
import { type CachedText, gather } from './kv-cache.ts';
import type { Ids, Visit } from './types.ts';

/**
 * The caches of at most this many tokens are copied for one call: 94 MB for the embedded model. Behind a long beginning
 * fewer texts go side by side.
 */
const COPIED_TOKENS = 2048;

/**
 * In a call of at most so many columns, cached ones included, padding between what was read and what is read now changes
 * no bit: the runtime adds up so many columns in one go, and those of padding add nothing.
 */
const MIXED_COLUMNS = 128;

/** Once caches of more than this many tokens wait to be gone on from, what ends soonest is read first: 94 MB. */
const HELD_TOKENS = 2048;

/** What texts have in common is read by itself where that saves so many tokens: fewer are not worth more calls. */
export const WORTH_SHARING = 8;

type Reader = Pick<Forward, 'call' | 'signature'>;

/** A text, at least one token, and the first of its positions whose prediction is wanted. */
export interface Reading {
  readonly ids: Ids;
  readonly from: number;
}

/** What is known at one position. */
export interface Place {
  /** Which of the readings want it: some that begin alike up to here, each of them once. */
  readonly readings: readonly number[];
  readonly position: number;
  /** The [V] logits after the token at `position`; overwritten once the visitor returns. */
  readonly logits: Float32Array;
  /** All up to here, to go on from, when caches are to be kept. */
  readonly past: CachedText | undefined;
}

interface Text extends Reading {
  readonly index: number;
}

/** The tokens from `start` to `end` that some texts have in common, as they have all before them. */
interface Run {
  readonly texts: readonly Text[]; // sorted
  readonly start: number;
  readonly end: number;
  readonly past: CachedText | undefined;
}

/**
 * Reads texts and visits every position that is wanted, those of one text in order. What texts have in common from
 * their beginning on is read once: they part like the branches of a tree, and all branches that begin at the same
 * position are read side by side, padded on the right. So all that is gone on from is of one length, without padding
 * in between; only the short ends of texts, which nothing goes on from, are read together wherever they begin. Texts
 * longer than a chunk are read in chunks. Memory is bounded by that of a call and of the caches held, whatever the
 * number of texts. `past` is what all of them begin with, where that was read before. Throws a RangeError when a text
 * is empty.
 */
export async function readTexts(
  forward: Reader,
  readings: readonly Reading[],
  visit: (place: Place) => void,
  { keep = false, past }: { readonly keep?: boolean; readonly past?: CachedText | undefined } = {},
): Promise<void> {
  if (readings.some(({ ids }) => ids.length === 0)) throw new RangeError('texts to read must not be empty');
  const texts = readings.map((reading, index) => ({ ...reading, index }));
  texts.sort((a, b) => compare(a.ids, b.ids));
  // A graph that makes positions by itself counts padding.
  const mayMix = forward.signature.takesPositions && !keep;
  let waiting = runsAt(texts, past?.columns ?? 0, past);
  while (waiting.length > 0) {
    const ready = readyRuns(waiting, mayMix);
    const isMixed = ready.some(({ start }) => start !== ready[0]?.start);
    const fits = (chosen: readonly number[], longest: number): boolean => {
      const columns = longest + Math.max(...chosen.map((i) => ready[i]?.start ?? 0));
      return chosen.length * columns <= COPIED_TOKENS && (!isMixed || columns <= MIXED_COLUMNS);
    };
    const lengths = ready.map(({ start, end }) => end - start);
    const runs = new Set(shortestTogether(lengths, fits).flatMap((i) => ready[i] ?? []));
    const others = waiting.filter((run) => !runs.has(run));
    waiting = [...others, ...(await readRuns(forward, [...runs], visit, keep))];
  }
}

/** Reads one text and visits its positions from `from` on, in order. */
export async function visitPositions(forward: Reader, ids: Ids, from: number, visit: Visit): Promise<void> {
  await readTexts(forward, [{ ids, from }], ({ position, logits }) => visit(position, logits));
}

/** Those of the waiting runs that may be read side by side now. */
function readyRuns(waiting: readonly Run[], mayMix: boolean): readonly Run[] {
  const isShortEnd = ({ texts, start, end }: Run): boolean =>
    mayMix && start > 0 && end <= MIXED_COLUMNS && texts.every(({ ids }) => ids.length <= end);
  const isFull = heldTokens(waiting) > HELD_TOKENS;
  const ends = waiting.filter(isShortEnd);
  if (ends.length > 0 && (isFull || ends.length === waiting.length)) return ends;
  const others = waiting.filter((run) => !isShortEnd(run));
  const starts = others.map(({ start }) => start);
  const start = isFull ? Math.max(...starts) : Math.min(...starts);
  return others.filter((run) => run.start === start);
}

/** Reads runs side by side, and returns those that go on from them. */
async function readRuns(
  forward: Reader,
  runs: readonly Run[],
  visit: (place: Place) => void,
  keepsAll: boolean,
): Promise<Run[]> {
  const columns = Math.max(...runs.map(({ start, end }) => end - start));
  const pasts = runs.flatMap(({ past }) => past ?? []);
  const firstWanted = Math.min(
    ...runs.flatMap(({ texts, start }) => texts.map(({ from }) => Math.max(from - start, 0))),
  );
  const keep = keepsAll || runs.some(({ texts, end }) => texts.some(({ ids }) => ids.length > end));
  const { logits, cache } = await forward.call(
    runs.map(({ texts, start, end }) => (texts.at(-1)?.ids ?? []).slice(start, end)),
    {
      past: pasts.length > 0 ? gather(pasts) : undefined,
      logitColumns: Math.max(1, columns - firstWanted),
      keep,
    },
  );
  return runs.flatMap(({ texts, start, end }, row) => {
    const pastAt = (length: number): CachedText | undefined => cache && { cache, row, columns: length };
    for (let position = start + firstWanted; position < end; position++) {
      const wanting = texts.filter(({ ids, from }) => from <= position && position < ids.length);
      if (wanting.length === 0) continue;
      const indices = wanting.map(({ index }) => index);
      visit({
        readings: indices,
        position,
        logits: logits(row, position - start),
        past: pastAt(position + 1),
      });
    }
    return runsAt(
      texts.filter(({ ids }) => ids.length > end),
      end,
      pastAt(end),
    );
  });
}

/**
 * The runs from `start` on of sorted texts that are alike before `parting` and go on from `start`, none longer than a
 * chunk.
 */
function runsAt(texts: readonly Text[], start: number, past: CachedText | undefined, parting = start): Run[] {
  const runs: Run[] = [];
  for (let first = 0; first < texts.length; ) {
    const token = texts[first]?.ids[parting];
    let next = first + 1;
    while (next < texts.length && texts[next]?.ids[parting] === token) next++;
    const alike = texts.slice(first, next);
    const common = commonLength(alike);
    const isOne = common === alike.at(-1)?.ids.length;
    if (isOne || (alike.length - 1) * (common - start) >= WORTH_SHARING) {
      const end = start + (chunksOf(common - start)[0]?.end ?? 0);
      runs.push({ texts: alike, start, end, past });
    } else {
      runs.push(...runsAt(alike, start, past, common));
    }
    first = next;
  }
  return runs;
}

/** How far texts are like the last of them, where a text that has ended does not count. */
export function commonLength(texts: readonly Pick<Reading, 'ids'>[]): number {
  const last = texts.at(-1)?.ids ?? [];
  for (const { ids } of texts) {
    let length = 0;
    while (length < ids.length && ids[length] === last[length]) length++;
    if (length < ids.length) return length;
  }
  return last.length;
}

function compare(a: Ids, b: Ids): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return (a[i] ?? -1) - (b[i] ?? -1);
}

/** Tokens, with their padding, in the caches that runs go on from. */
function heldTokens(runs: readonly Run[]): number {
  const caches = new Set(runs.flatMap(({ past }) => past?.cache ?? []));
  return [...caches].reduce((sum, { mask }) => sum + mask.reduce((all, row) => all + row.length, 0), 0);
}
