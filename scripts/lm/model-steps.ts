import { at } from '#numerics/list';
import { besideFirst } from './batching.ts';
import { Decoding } from './decoding.ts';
import { type CachedText, releaseAllBut } from './kv-cache.ts';
import { areBitSafe, COPIED_TOKENS, callAfter, type Reader } from './shared-prefixes.ts';
import type { Ids, ModelSteps, OpenText } from './types.ts';

interface Text extends OpenText {
  length: number;
  /** What was read, until the text is started. */
  past: CachedText | undefined;
  isStarted: boolean;
}

/** See ModelSteps. */
export function modelSteps(forward: Reader, endIds: Ids): ModelSteps {
  const texts = new Set<OpenText>();
  const decoding = new Decoding<OpenText>(forward);

  /** Releases the cache of a text, except parts that other texts share. */
  function releasePast(text: Text): void {
    const { past } = text;
    text.past = undefined;
    releaseAllBut(
      [...texts].map((other) => (other as Text).past),
      [past],
    );
  }

  return {
    endIds,

    open() {
      const text: Text = { length: 0, past: undefined, isStarted: false };
      texts.add(text);
      return text;
    },

    copy(text) {
      const { isStarted, ...read } = text as Text;
      if (isStarted) throw new RangeError('a text that was started cannot be copied');
      const other: Text = { ...read, isStarted };
      texts.add(other);
      return other;
    },

    together(extensions) {
      const lengths = extensions.map(({ ids }) => ids.length);
      const places = besideFirst(lengths, (chosen, longest) => {
        const some = chosen.map((place) => at(extensions, place));
        const columns = Math.max(...some.map(({ text, ids }) => text.length + ids.length));
        const starts = some.map(({ text }) => text.length);
        return some.length * columns <= COPIED_TOKENS && areBitSafe(forward, starts, longest);
      });
      return places.map((place) => at(extensions, place));
    },

    async read(extensions, visit) {
      const pasts = extensions.flatMap(({ text }) => (text as Text).past ?? []);
      const columns = Math.max(...extensions.map(({ ids }) => ids.length));
      const firstWanted = Math.min(...extensions.map(({ ids, wanted }) => ids.length - wanted));
      const { logits, cache } = await callAfter(
        forward,
        pasts,
        extensions.map(({ ids }) => ids),
        { logitColumns: Math.max(1, columns - firstWanted), keep: true },
      );
      for (const [row, { text, ids, wanted }] of extensions.entries()) {
        const own = text as Text;
        const first = ids.length - wanted;
        own.past = { before: own.past, cache, row, columns: ids.length };
        own.length += ids.length;
        for (let place = first; place < ids.length; place++) visit(row, place, logits(row, place));
      }
    },

    start(text) {
      const own = text as Text;
      if (!own.past) throw new RangeError('a text of which nothing was read cannot be started');
      decoding.add(own, own.past);
      own.isStarted = true;
      releasePast(own);
    },

    async step(nextId, visit) {
      await decoding.step(nextId, (text, logits) => {
        (text as Text).length++;
        visit(text, logits);
      });
    },

    close(text) {
      texts.delete(text);
      decoding.remove(text);
      releasePast(text as Text);
    },
  };
}
