import { at } from '#numerics/list';
import { Decoding } from './decoding.ts';
import type { Predictor, Sequence } from './generate.ts';
import { type CachedText, releaseAllBut } from './kv-cache.ts';
import {
  commonLength,
  compareIds,
  type Place,
  type Reader,
  readTexts,
  WORTH_SHARING,
} from './shared-prefixes.ts';
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
export function promptReader(forward: Reader, prompts: readonly Ids[], order: readonly number[]) {
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
async function readBeginning(forward: Reader, prompts: readonly Ids[]): Promise<CachedText | undefined> {
  const shortest = Math.min(...prompts.map(({ length }) => length));
  const length = Math.min(commonLength(prompts.map((ids) => ({ ids }))), shortest - 1);
  if (length < WORTH_SHARING) return undefined;
  const ids = at(prompts, 0).slice(0, length);
  return (await readPrompts(forward, [ids], [0], undefined)).get(0)?.past;
}

async function readPrompts(
  forward: Reader,
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

/** Reads only the newest token of each sequence, or the prompt of a new one. */
export function decoder(forward: Reader, prompts: PromptReader): Predictor {
  const decoding = new Decoding<Sequence>(forward);
  const members = new Set<Sequence>();
  return {
    async next(running) {
      for (const member of members) {
        if (running.includes(member)) continue;
        decoding.remove(member);
        members.delete(member);
      }
      const newest = running.filter((sequence) => !members.has(sequence));
      const read = await prompts.read(newest.map(({ index }) => index));
      const predictions = new Map<Sequence, Float32Array>();
      await decoding.step(
        ({ ids }) => at(ids, ids.length - 1),
        (sequence, logits) => predictions.set(sequence, logits.slice()),
      );
      for (const [i, sequence] of newest.entries()) {
        const { past, logits } = at(read, i);
        decoding.add(sequence, past);
        members.add(sequence);
        predictions.set(sequence, logits);
      }
      return running.map((sequence) => {
        const logits = predictions.get(sequence);
        if (!logits) throw new Error(`prompt ${sequence.index} was not continued`);
        return logits;
      });
    },
    end: () => decoding.release(),
  };
}
