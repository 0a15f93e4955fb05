import { at } from '#numerics/list';
import type { Predictor, Sequence } from './generate.ts';
import {
  type CachedText,
  GrowingCache,
  lengthOf,
  releaseAllBut,
  releaseCache,
  stretchOf,
} from './kv-cache.ts';
import {
  commonLength,
  compareIds,
  type KnownPosition,
  type Reader,
  readTexts,
  WORTH_SHARING,
} from './shared-prefixes.ts';
import type { Ids } from './types.ts';

/**
 * How texts are continued. Prompts are read, many at a time and what they share once (`promptReader`). What was read
 * becomes a row in the cache of a group, and a call reads the newest token of every row (`Decoding`). `decoder` joins
 * the two for `generate.ts`, which chooses the tokens and says which texts run.
 */

/** Texts that read one token per call, in the rows of one cache. A lone text takes two rows, see Forward. */
class Group<Text> {
  private readonly texts: Text[] = []; // by their rows
  private readonly cache: GrowingCache;

  constructor(keepsRoom: boolean) {
    this.cache = new GrowingCache(keepsRoom);
  }

  get isEmpty(): boolean {
    return this.texts.length === 0;
  }

  /** What a text has read; valid until something changes. */
  pastOf(text: Text): CachedText {
    return this.cache.textAt(this.texts.indexOf(text));
  }

  add(text: Text, past: CachedText): void {
    this.cache.add([past]);
    this.texts.push(text);
  }

  remove(text: Text): void {
    for (let row = this.texts.lastIndexOf(text); row >= 0; row = this.texts.lastIndexOf(text))
      this.removeRow(row);
  }

  private removeRow(row: number): void {
    const last = this.texts.pop();
    if (last !== undefined && row < this.texts.length) this.texts[row] = last;
    this.cache.remove(row);
  }

  async step(
    forward: Reader,
    nextId: (text: Text) => number,
    visit: (text: Text, logits: Float32Array) => void,
  ): Promise<void> {
    const [first] = this.texts;
    if (first === undefined) return;
    const second = this.texts.indexOf(first, 1);
    if (second > 0 && this.texts.length > 2) this.removeRow(second);
    if (this.texts.length === 1) {
      this.cache.repeat(0);
      this.texts.push(first);
    }
    const tokens = this.texts.map((text) => [nextId(text)]);
    const read = await forward.call(tokens, { past: this.cache.cache, logitColumns: 1, keep: true });
    this.cache.append(read.cache);
    releaseCache(read.cache);
    for (const text of new Set(this.texts)) visit(text, read.logits(this.texts.indexOf(text), 0));
  }

  release(): void {
    this.cache.release();
  }
}

interface Member<Text> {
  length: number;
  group: Group<Text>;
}

/**
 * Continues texts one token at a time. Only texts whose next tokens fall into the same stretch of columns share a call,
 * so that sharing changes no bit of their logits. If the graph allows no padding before a token, only texts of the same
 * length share a call.
 */
export class Decoding<Text> {
  private readonly forward: Reader;
  private readonly members = new Map<Text, Member<Text>>();
  /** By the stretch, or the length, of its texts. */
  private groups = new Map<number, Group<Text>>();

  constructor(forward: Reader) {
    this.forward = forward;
  }

  /** Copies what a text has read. */
  add(text: Text, past: CachedText): void {
    const length = lengthOf(past);
    const group = this.groupFor(length);
    group.add(text, past);
    this.members.set(text, { length, group });
  }

  remove(text: Text): void {
    this.members.get(text)?.group.remove(text);
    this.members.delete(text);
  }

  /** Reads one token of each text; `visit` is given the [V] logits after it, valid only while it runs. */
  async step(
    nextId: (text: Text) => number,
    visit: (text: Text, logits: Float32Array) => void,
  ): Promise<void> {
    for (const group of this.groups.values()) {
      await group.step(this.forward, nextId, (text, logits) => {
        const member = this.members.get(text);
        if (member) member.length++;
        visit(text, logits);
      });
    }
    this.regroup();
  }

  /** Moves each text whose next token falls into another stretch than before. */
  private regroup(): void {
    if (this.forward.signature.takesPositions) {
      for (const [text, member] of this.members) {
        const group = this.groupFor(member.length);
        if (group === member.group) continue;
        group.add(text, member.group.pastOf(text));
        member.group.remove(text);
        member.group = group;
      }
    } else {
      // Texts of one length stay together: all of them grow by one.
      this.groups = new Map([...this.members.values()].map(({ length, group }) => [length, group]));
    }
    for (const [key, group] of this.groups) if (group.isEmpty) this.groups.delete(key);
  }

  private groupFor(length: number): Group<Text> {
    const { takesPositions } = this.forward.signature;
    const key = takesPositions ? stretchOf(length) : length;
    const group = this.groups.get(key) ?? new Group<Text>(takesPositions);
    this.groups.set(key, group);
    return group;
  }

  release(): void {
    for (const group of this.groups.values()) group.release();
    this.groups.clear();
    this.members.clear();
  }
}

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
  const visit = (place: KnownPosition): void => {
    const [logits, past] = [place.logits.slice(), place.past];
    for (const reading of place.readings) read.set(at(indices, reading), { past, logits });
  };
  await readTexts(forward, readings, visit, { keep: true, past });
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
