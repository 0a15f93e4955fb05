import { at } from '#numerics/list';
import { chunksOf, shortestTogether } from './batching.ts';
import type { Forward } from './forward.ts';
import {
  type CachedText,
  cachesOf,
  gather,
  lengthOf,
  releaseAllBut,
  releaseCache,
  stretchOf,
} from './kv-cache.ts';
import type { Ids, Visit } from './types.ts';

/** The caches of at most this many tokens are copied for one call: 94 MB for the embedded model. */
export const COPIED_TOKENS = 2048;

/** Once caches of more than this many tokens wait to be gone on from, what ends is read first: 188 MB. */
const HELD_TOKENS = 4096;

/** What texts have in common is read by itself where that saves so many tokens: fewer are not worth more calls. */
export const WORTH_SHARING = 8;

/** What calls the graph. */
export type Reader = Pick<Forward, 'call' | 'signature'>;

/** Calls the same graph, until the signal is aborted: a call then throws its reason. */
export function stoppedBy(signal: AbortSignal | undefined, forward: Reader): Reader {
  return {
    signature: forward.signature,
    call: async (sequences, request) => {
      signal?.throwIfAborted();
      return await forward.call(sequences, request);
    },
  };
}

/**
 * Whether texts that begin at `starts` can read up to `longest` tokens in one call: there is no padding before the new
 * tokens, or only padding that changes no bit.
 */
export function areBitSafe({ signature }: Reader, starts: readonly number[], longest: number): boolean {
  const [first, last] = [Math.min(...starts), Math.max(...starts)];
  if (first === last) return true;
  // A graph that makes positions by itself counts padding, and before a start of 0 there is none.
  return signature.takesPositions && first > 0 && stretchOf(first) === stretchOf(last + longest - 1);
}

/** Calls the graph for sequences that continue `pasts`, one for each of them, or none. */
export async function callAfter(
  forward: Reader,
  pasts: readonly CachedText[],
  sequences: readonly Ids[],
  request: { readonly logitColumns: number; readonly keep: boolean },
): ReturnType<Forward['call']> {
  const past = pasts.length > 0 ? gather(pasts) : undefined;
  const result = await forward.call(sequences, { ...request, past });
  if (past && pasts.every(({ cache }) => cache !== past)) releaseCache(past);
  return result;
}

/** A text, at least one token, and the first of its positions whose prediction is wanted. */
export interface Reading {
  readonly ids: Ids;
  readonly from: number;
}

/** What is known at one position. */
export interface KnownPosition {
  /** Which of the readings want it: some that begin alike up to here, each of them once. */
  readonly readings: readonly number[];
  readonly position: number;
  /** The [V] logits after the token at `position`; overwritten once the visitor returns. */
  readonly logits: Float32Array;
  /** All up to here, to continue from, if caches are kept. */
  readonly past: CachedText;
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
 * Reads texts and visits every wanted position, those of one text in order. What texts begin with in common is read
 * once: they part like the branches of a tree, and branches are read side by side, in chunks, padded on the right.
 * Memory is bounded, whatever the number of texts. `past` is what all of them begin with, where that was read before.
 * Throws a RangeError when a text is empty.
 */
export async function readTexts(
  forward: Reader,
  readings: readonly Reading[],
  visit: (place: KnownPosition) => void,
  { keep = false, past }: { readonly keep?: boolean; readonly past?: CachedText | undefined } = {},
): Promise<void> {
  if (readings.some(({ ids }) => ids.length === 0)) throw new RangeError('texts to read must not be empty');
  const texts = readings.map((reading, index) => ({ ...reading, index }));
  texts.sort((a, b) => compareIds(a.ids, b.ids));
  let waiting = runsAt(texts, lengthOf(past), past);
  while (waiting.length > 0) {
    const ready = readyRuns(waiting);
    const fits = (chosen: readonly number[], longest: number): boolean => {
      const starts = chosen.map((i) => at(ready, i).start);
      const columns = Math.max(...starts) + longest;
      return chosen.length * columns <= COPIED_TOKENS && areBitSafe(forward, starts, longest);
    };
    const lengths = ready.map(({ start, end }) => end - start);
    const runs = new Set(shortestTogether(lengths, fits).map((i) => at(ready, i)));
    const others = waiting.filter((run) => !runs.has(run));
    const rest = [...others, ...(await readRuns(forward, [...runs], visit, keep))];
    if (!keep) releaseAllBut([past, ...pastsOf(rest)], pastsOf(waiting));
    waiting = rest;
  }
}

/** Reads one text and visits its positions from `from` on, in order. */
export async function visitPositions(forward: Reader, ids: Ids, from: number, visit: Visit): Promise<void> {
  await readTexts(forward, [{ ids, from }], ({ position, logits }) => visit(position, logits));
}

/** The waiting runs whose turn it is: ends, which release caches, once much is held or nothing else waits. */
function readyRuns(waiting: readonly Run[]): readonly Run[] {
  const others = waiting.filter((run) => !isEnd(run));
  if (others.length === 0) return waiting;
  if (heldTokens(waiting) <= HELD_TOKENS) return others;
  const ends = waiting.filter((run) => isEnd(run) && run.past !== undefined);
  if (ends.length > 0) return ends;
  const deepest = Math.max(...others.map(({ start }) => start));
  return others.filter(({ start }) => start === deepest);
}

const pastsOf = (runs: readonly Run[]) => runs.map(({ past }) => past);

const isEnd = ({ texts, end }: Run): boolean => texts.every(({ ids }) => ids.length <= end);

/** Reads runs side by side, and returns those that go on from them. */
async function readRuns(
  forward: Reader,
  runs: readonly Run[],
  visit: (place: KnownPosition) => void,
  keepsAll: boolean,
): Promise<Run[]> {
  const columns = Math.max(...runs.map(({ start, end }) => end - start));
  const pasts = runs.flatMap(({ past }) => past ?? []);
  const firstWanted = Math.min(
    ...runs.flatMap(({ texts, start }) => texts.map(({ from }) => Math.max(from - start, 0))),
  );
  const { logits, cache } = await callAfter(
    forward,
    pasts,
    runs.map(({ texts, start, end }) => at(texts, texts.length - 1).ids.slice(start, end)),
    { logitColumns: Math.max(1, columns - firstWanted), keep: keepsAll || !runs.every(isEnd) },
  );
  return runs.flatMap(({ texts, start, end, past: before }, row) => {
    const pastAt = (length: number): CachedText => ({ before, cache, row, columns: length - start });
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

/** The runs from `start` on, none longer than a chunk, of sorted texts that are alike before `parting`. */
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
      const end = start + at(chunksOf(common - start), 0).end;
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

/** Sorts what begins alike together, what another begins with first. */
export function compareIds(a: Ids, b: Ids): number {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return (a[i] ?? -1) - (b[i] ?? -1);
}

/** Tokens, with their padding, in the caches that runs go on from. */
function heldTokens(runs: readonly Run[]): number {
  const caches = [...cachesOf(pastsOf(runs))];
  return caches.reduce((sum, { mask }) => sum + mask.reduce((all, row) => all + row.length, 0), 0);
}
