import { at } from '#numerics/list';
import type { Forward } from './forward.ts';
import type { Predictor, Sequence } from './generate.ts';
import { GrowingCache } from './growing-cache.ts';
import { type CachedText, releaseAllBut, releaseCache } from './kv-cache.ts';
import { commonLength, compareIds, type Place, readTexts, WORTH_SHARING } from './read-texts.ts';
import type { Ids } from './types.ts';

/** Prompts are read ahead until so many tokens lie in their caches, what they have in common counted once: 94 MB. */
const AHEAD_TOKENS = 2048;
/** And no more than so many: each comes with its logits. */
const AHEAD_PROMPTS = 128;

/** The order in which prompts are best continued: what begins alike together, and by length where that must be equal. */
export function promptOrder(prompts: readonly Ids[], equalLengths: boolean): number[] {
  const idsOf = (index: number): Ids => at(prompts, index);
  const byLength = (a: number, b: number): number => (equalLengths ? idsOf(a).length - idsOf(b).length : 0);
  return [...prompts.keys()].sort((a, b) => byLength(a, b) || compareIds(idsOf(a), idsOf(b)) || a - b);
}

/** A prompt that was read: what goes on from it, and the [V] logits after it. */
interface ReadPrompt {
  readonly past: CachedText;
  readonly logits: Float32Array;
}

const pastsOf = (prompts: readonly ReadPrompt[]) => prompts.map(({ past }) => past);

type PromptReader = ReturnType<typeof promptReader>;

/** Reads prompts that will be asked for in `order`, many at a time, so that what they have in common is read once. */
export function promptReader(forward: Forward, prompts: readonly Ids[], order: readonly number[]) {
  const idsOf = (place: number): Ids => at(prompts, at(order, place));
  const waiting = new Map<number, ReadPrompt>();
  let given: readonly ReadPrompt[] = [];
  let beginning: CachedText | undefined;
  let next = 0;
  const readOn = async (): Promise<void> => {
    const end = howFarAhead(next, order.length, idsOf);
    if (next === 0 && end < order.length) beginning = await readBeginning(forward, prompts);
    const more = await readPrompts(forward, prompts, order.slice(next, end), beginning);
    for (const [index, prompt] of more) waiting.set(index, prompt);
    next = end;
  };
  return {
    /** Prompts, by their indices, as they are after reading. Whoever asks is done with those asked for before. */
    async read(wanted: readonly number[]): Promise<readonly ReadPrompt[]> {
      releaseAllBut([beginning, ...pastsOf([...waiting.values()])], pastsOf(given));
      while (!wanted.every((index) => waiting.has(index)) && next < order.length) await readOn();
      given = wanted.map((index) => {
        const prompt = waiting.get(index);
        if (!prompt) throw new Error(`prompt ${index} was asked for out of turn`);
        waiting.delete(index);
        return prompt;
      });
      return given;
    },
    /** Lets go of all that it has read. */
    end: () => releaseAllBut([], [beginning, ...pastsOf([...waiting.values(), ...given])]),
  };
}

/** Where the prompts end that are read together from `start` on: at least one of them. */
function howFarAhead(start: number, count: number, idsOf: (place: number) => Ids): number {
  let tokens = idsOf(start).length;
  for (let end = start + 1; ; end++) {
    if (end >= count || end - start === AHEAD_PROMPTS) return end;
    const ids = idsOf(end);
    tokens += ids.length - commonLength([{ ids: idsOf(end - 1) }, { ids }]);
    if (tokens > AHEAD_TOKENS) return end;
  }
}

/** What all prompts begin with; undefined where it is too short. */
async function readBeginning(forward: Forward, prompts: readonly Ids[]): Promise<CachedText | undefined> {
  const shortest = Math.min(...prompts.map(({ length }) => length));
  const length = Math.min(commonLength(prompts.map((ids) => ({ ids }))), shortest - 1);
  if (length < WORTH_SHARING) return undefined;
  const ids = at(prompts, 0).slice(0, length);
  return (await readPrompts(forward, [ids], [0], undefined)).get(0)?.past;
}

async function readPrompts(
  forward: Forward,
  prompts: readonly Ids[],
  indices: readonly number[],
  past: CachedText | undefined,
): Promise<Map<number, ReadPrompt>> {
  const read = new Map<number, ReadPrompt>();
  const readings = indices.map((index) => {
    const ids = at(prompts, index);
    return { ids, from: ids.length - 1 };
  });
  const look = (place: Place): void => {
    const [logits, past] = [place.logits.slice(), place.past];
    for (const reading of place.readings) if (past) read.set(at(indices, reading), { past, logits });
  };
  await readTexts(forward, readings, look, { keep: true, past });
  return read;
}

/** Reads only the newest token of each sequence, or the prompt of a new one. A lone sequence is carried twice. */
export function decoder(forward: Forward, prompts: PromptReader): Predictor {
  const grown = new GrowingCache(forward.signature.takesPositions);
  const members: Sequence[] = []; // by their rows
  const remove = (row: number): void => {
    const last = members.pop();
    if (last && row < members.length) members[row] = last;
    grown.remove(row);
  };
  return {
    async next(running) {
      const old = running.filter(({ ids }) => ids.length > 0);
      const newest = running.slice(old.length);
      const read = await prompts.read(newest.map(({ index }) => index));
      for (const [row, member] of [...members.entries()].reverse()) {
        const isTwice = members.indexOf(member) < row;
        if (!old.includes(member) || (isTwice && old.length > 1)) remove(row);
      }
      if (members.length === 1) {
        members.push(...old);
        grown.repeat(0);
      }
      const logits = members.length > 0 ? await decodeStep(forward, grown, members) : [];
      const decoded = old.map((sequence) => at(logits, members.indexOf(sequence)));
      grown.add(pastsOf(read));
      members.push(...newest);
      return [...decoded, ...read.map((prompt) => prompt.logits)];
    },
    end: () => grown.release(),
  };
}

/** Reads the last token of each sequence; gives the [V] logits after each. */
async function decodeStep(
  forward: Forward,
  grown: GrowingCache,
  sequences: readonly Sequence[],
): Promise<Float32Array[]> {
  const tokens = sequences.map(({ ids }) => ids.slice(-1));
  const { logits, cache } = await forward.call(tokens, { past: grown.cache, logitColumns: 1, keep: true });
  if (cache === undefined) throw new Error('a cache was asked for, but none came');
  grown.append(cache);
  releaseCache(cache);
  return tokens.map((_, row) => logits(row, 0));
}
