import type { Forward } from './forward.ts';
import type { Predictor, Sequence } from './generate.ts';
import { type CachedText, gather, type KvCache, selectRows } from './kv-cache.ts';
import { type Place, readTexts } from './read-texts.ts';
import type { Ids } from './types.ts';

const NO_LOGITS = new Float32Array(0);

/** Reads the prompts at the first step, then only the newest token of each sequence. */
export function decoder(forward: Forward): Predictor {
  let state: State | undefined;
  let members: readonly Sequence[] = [];
  return async (running) => {
    const rows = running.map((sequence) => members.indexOf(sequence));
    state = state
      ? await decodeStep(forward, state, rows, running)
      : await readPrompts(
          forward,
          running.map(({ prompt }) => prompt),
        );
    members = running;
    return state.logits;
  };
}

interface State {
  readonly cache: KvCache;
  /** Whether a lone sequence is carried twice: a call with a single row is never made. */
  readonly doubled: boolean;
  /** For each running sequence, the [V] logits after its last token. */
  readonly logits: readonly Float32Array[];
}

/** Reads the prompts; what they have in common only once. */
async function readPrompts(forward: Forward, prompts: readonly Ids[]): Promise<State> {
  const logits = prompts.map(() => NO_LOGITS);
  const pasts: CachedText[] = [];
  const readings = prompts.map((ids) => ({ ids, from: ids.length - 1 }));
  const look = (place: Place): void => {
    for (const prompt of place.readings) {
      logits[prompt] = place.logits.slice();
      if (place.past) pasts[prompt] = place.past;
    }
  };
  await readTexts(forward, readings, look, { keep: true });
  return { cache: gather(pasts), doubled: false, logits };
}

/** Reads the last token of each running sequence, `rows` being their places in the cache so far. */
async function decodeStep(
  forward: Forward,
  before: State,
  rows: readonly number[],
  running: readonly Sequence[],
): Promise<State> {
  const doubled = running.length === 1;
  const twice = before.doubled ? [0, 1] : [...rows, ...rows];
  const tokens = running.map(({ ids }) => ids.slice(-1));
  const { logits, cache } = await forward.call(doubled ? [...tokens, ...tokens] : tokens, {
    past: selectRows(before.cache, doubled ? twice : rows),
    logitColumns: 1,
    keep: true,
  });
  if (cache === undefined) throw new Error('a cache was asked for, but none came');
  return { cache, doubled, logits: running.map((_, row) => logits(row, 0)) };
}
