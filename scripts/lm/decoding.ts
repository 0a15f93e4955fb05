import { GrowingCache } from './growing-cache.ts';
import { type CachedText, lengthOf, releaseCache, stretchOf } from './kv-cache.ts';
import type { Reader } from './shared-prefixes.ts';

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
    look: (text: Text, logits: Float32Array) => void,
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
    if (read.cache === undefined) throw new Error('a cache was asked for, but none came');
    this.cache.append(read.cache);
    releaseCache(read.cache);
    for (const text of new Set(this.texts)) look(text, read.logits(this.texts.indexOf(text), 0));
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

  /** Reads one token of each text; `look` is given the [V] logits after it, valid only while it runs. */
  async step(
    nextId: (text: Text) => number,
    look: (text: Text, logits: Float32Array) => void,
  ): Promise<void> {
    for (const group of this.groups.values()) {
      await group.step(this.forward, nextId, (text, logits) => {
        const member = this.members.get(text);
        if (member) member.length++;
        look(text, logits);
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
