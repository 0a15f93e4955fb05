import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import type { Extension, Ids, LanguageModel, ModelSteps, OpenText } from '#lm/types';
import { at } from '#numerics/list';
import { schedulerOf } from '../../scripts/serve/scheduler.ts';
import type { ServedModel } from '../../scripts/serve/served-model.ts';

const VOCABULARY = 128;
const END_ID = 0;

interface Text extends OpenText {
  length: number;
  ids: number[];
}

/** One call: which texts it read or continued, as the first id of each, and how many tokens. */
export interface SlowCall {
  readonly kind: 'read' | 'step';
  readonly texts: readonly number[];
  readonly tokens: number;
}

export interface SlowModel extends ServedModel {
  readonly calls: readonly SlowCall[];
  /** The texts that are open: each would hold memory. */
  readonly open: ReadonlySet<OpenText>;
  /** Called before each call; may throw as a model that fails. */
  beforeCall: (call: SlowCall) => void;
}

/**
 * A stand-in for a model, with the scheduler that a real one has. Its ids are characters; after each token, the
 * likeliest next one is the same again. A call takes `callMs`.
 */
export function slowModel({ callMs = 0, contextLength = 8192 } = {}): SlowModel {
  const calls: SlowCall[] = [];
  const open = new Set<OpenText>();
  const started = new Set<Text>();

  async function call(kind: SlowCall['kind'], texts: readonly OpenText[], tokens: number): Promise<void> {
    const made = { kind, texts: texts.map((text) => (text as Text).ids[0] ?? Number.NaN), tokens };
    model.beforeCall(made);
    calls.push(made);
    await delay(callMs);
  }
  const logitsAfter = (id: number): Float32Array => new Float32Array(VOCABULARY).fill(1, id, id + 1);

  const steps: ModelSteps = {
    endIds: [END_ID],
    open() {
      const text: Text = { length: 0, ids: [] };
      open.add(text);
      return text;
    },
    copy(text) {
      const { length, ids } = text as Text;
      const other: Text = { length, ids: [...ids] };
      open.add(other);
      return other;
    },
    together: (extensions) => extensions.slice(0, 2),
    async read(extensions: readonly Extension[], look) {
      for (const { text, ids } of extensions) (text as Text).ids.push(...ids);
      await call(
        'read',
        extensions.map(({ text }) => text),
        extensions.reduce((sum, { ids }) => sum + ids.length, 0),
      );
      for (const [index, { text, ids, wanted }] of extensions.entries()) {
        (text as Text).length += ids.length;
        for (let place = ids.length - wanted; place < ids.length; place++)
          look(index, place, logitsAfter(at(ids, place)));
      }
    },
    start: (text) => started.add(text as Text),
    async step(nextId, look) {
      if (started.size === 0) return;
      await call('step', [...started], started.size);
      for (const text of started) {
        const id = nextId(text);
        text.length++;
        look(text, logitsAfter(id));
      }
    },
    close(text) {
      open.delete(text);
      started.delete(text as Text);
    },
  };

  const top: LanguageModel['top'] = (logits, k) =>
    [...logits.keys()]
      .sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0))
      .slice(0, k)
      .map((id) => ({ ...pieceOf(id), logit: logits[id] ?? 0, logprob: logits[id] ?? 0 }));
  const pieceOf = (id: number) => {
    return { id, text: String.fromCharCode(id), bytes: [id], special: id === END_ID };
  };
  const model: SlowModel = {
    id: 'test/slow',
    contextLength,
    vocabularySize: VOCABULARY,
    encode: (text) => [...text].map((character) => character.charCodeAt(0)),
    pieces: (ids: Ids) => ids.map(pieceOf),
    chat: (messages) => messages.map(({ content }) => content).join('\n'),
    ...schedulerOf({ steps, top }, setImmediate),
    calls,
    open,
    beforeCall: () => {},
  };
  return model;
}
