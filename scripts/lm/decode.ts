import type { Forward } from './forward.ts';
import type { Predictor, Sequence } from './generate.ts';
import { type CachedText, gather, type KvCache, releaseCache, selectRows } from './kv-cache.ts';
import { commonLength, type Place, readTexts, WORTH_SHARING } from './read-texts.ts';
import type { Ids } from './types.ts';

const NO_LOGITS = new Float32Array(0);

/** What all prompts begin with, to be read once however many groups they are in; undefined where it is too short. */
export async function readBeginning(
  forward: Forward,
  prompts: readonly Ids[],
): Promise<CachedText | undefined> {
  const shortest = Math.min(...prompts.map(({ length }) => length));
  const length = Math.min(commonLength(prompts.map((ids) => ({ ids }))), shortest - 1);
  if (length < WORTH_SHARING) return undefined;
  const ids = prompts[0]?.slice(0, length) ?? [];
  let beginning: CachedText | undefined;
  const look = ({ past }: Place): void => {
    beginning = past;
  };
  await readTexts(forward, [{ ids, from: length - 1 }], look, { keep: true });
  return beginning;
}

/**
 * Reads the prompts at the first step, then only the newest token of each sequence. `beginning` is what the prompts
 * begin with, where that was read before.
 */
export function decoder(forward: Forward, beginning?: CachedText): Predictor {
  let state: State | undefined;
  let members: readonly Sequence[] = [];
  return async (running) => {
    const rows = running.map((sequence) => members.indexOf(sequence));
    state = state
      ? await decodeStep(forward, state, rows, running)
      : await readPrompts(
          forward,
          running.map(({ prompt }) => prompt),
          beginning,
        );
    members = running;
    return state.logits;
  };
}

interface State {
  /** Of this decoder alone: the next step gives it back. */
  readonly cache: KvCache;
  /** Whether a lone sequence is carried twice: a call with a single row is never made. */
  readonly doubled: boolean;
  /** For each running sequence, the [V] logits after its last token. */
  readonly logits: readonly Float32Array[];
}

/** Reads the prompts; what they have in common only once. */
async function readPrompts(
  forward: Forward,
  prompts: readonly Ids[],
  past: CachedText | undefined,
): Promise<State> {
  const logits = prompts.map(() => NO_LOGITS);
  const pasts: CachedText[] = [];
  const readings = prompts.map((ids) => ({ ids, from: ids.length - 1 }));
  const look = (place: Place): void => {
    for (const prompt of place.readings) {
      logits[prompt] = place.logits.slice();
      if (place.past) pasts[prompt] = place.past;
    }
  };
  await readTexts(forward, readings, look, { keep: true, past });
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
  const past = selectRows(before.cache, doubled ? twice : rows);
  const { logits, cache } = await forward.call(doubled ? [...tokens, ...tokens] : tokens, {
    past,
    logitColumns: 1,
    keep: true,
  });
  releaseCache(before.cache);
  if (past !== before.cache) releaseCache(past);
  if (cache === undefined) throw new Error('a cache was asked for, but none came');
  return { cache, doubled, logits: running.map((_, row) => logits(row, 0)) };
}
