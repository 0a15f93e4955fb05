import { predictionOf } from '#numerics/fast-log-softmax';
import type { Forward } from './forward.ts';
import { type KvCache, selectRows } from './kv-cache.ts';
import { pcg } from './pcg.ts';
import { prefill } from './prefill.ts';
import { assertSampling, draw, filterTopKTopP, greedy } from './sampling.ts';
import type { GenerateOptions, Generation, Ids } from './types.ts';

/** At most this many sequences are continued side by side; more are done one group after another. */
const SEQUENCES_TOGETHER = 32;

const NO_LOGITS = new Float32Array(0);

interface GenerateRequest extends GenerateOptions {
  readonly stop: Ids;
  /** Whether the graph takes positions; without, only prompts of one length can go side by side. */
  readonly paddedPrompts: boolean;
}

class Sequence {
  readonly ids: number[] = [];
  private readonly logprobs: number[] = [];
  private smallestMargin = Number.POSITIVE_INFINITY;
  private readonly random: () => number;
  end: Generation['end'] | undefined;

  constructor(
    readonly index: number,
    readonly prompt: Ids,
    private readonly request: GenerateRequest,
  ) {
    this.random = pcg(request.seed ?? 0, index);
  }

  extend(logits: Float32Array): number {
    const { temperature, stop, maxTokens } = this.request;
    const { id, margin } =
      temperature === 0 ? greedy(logits) : draw(filterTopKTopP(logits, this.request), this.random());
    this.ids.push(id);
    this.logprobs.push(predictionOf(logits, id).logprob);
    this.smallestMargin = Math.min(this.smallestMargin, margin);
    if (stop.includes(id)) this.end = 'stop';
    else if (this.ids.length === maxTokens) this.end = 'length';
    return id;
  }

  finished(): Generation {
    const { ids, logprobs, smallestMargin } = this;
    return { ids, logprobs, end: this.end ?? 'length', smallestMargin };
  }
}

/** Continues each prompt; see LanguageModel.generate. Throws a RangeError when an option makes no sense. */
export async function generateAfter(
  forward: Forward,
  prompts: readonly Ids[],
  request: GenerateRequest,
): Promise<Generation[]> {
  assertSampling(request);
  if (!Number.isInteger(request.maxTokens) || request.maxTokens < 1)
    throw new RangeError(`maxTokens must be a positive integer, got ${request.maxTokens}`);
  const sequences = prompts.map((prompt, index) => new Sequence(index, prompt, request));
  const lengths = [...new Set(prompts.map(({ length }) => length))];
  const groups = request.paddedPrompts
    ? [sequences]
    : lengths.map((length) => sequences.filter(({ prompt }) => prompt.length === length));
  for (const group of groups) {
    for (let start = 0; start < group.length; start += SEQUENCES_TOGETHER) {
      await generateGroup(forward, group.slice(start, start + SEQUENCES_TOGETHER), request);
    }
  }
  return sequences.map((sequence) => sequence.finished());
}

async function generateGroup(
  forward: Forward,
  group: readonly Sequence[],
  { onStep }: GenerateRequest,
): Promise<void> {
  let running = group;
  const prompts = running.map(({ prompt }) => prompt);
  let state = await prefillPrompts(forward, prompts);
  for (let index = 0; ; index++) {
    const chosen = running.map((sequence, row) => {
      const logits = state.logits[row] ?? NO_LOGITS;
      return { sequence: sequence.index, logits, id: sequence.extend(logits) };
    });
    onStep?.({ index, sequences: chosen });

    const rows = [...running.keys()].filter((row) => running[row]?.end === undefined);
    if (rows.length === 0) return;
    running = running.filter(({ end }) => end === undefined);
    state = await decodeStep(forward, state, rows, running);
  }
}

interface State {
  readonly cache: KvCache;
  /** Whether a lone sequence is carried twice: a call with a single row is never made. */
  readonly doubled: boolean;
  readonly logits: readonly Float32Array[]; // one [V] for each running sequence
}

/** Reads the prompts; equal ones only once. */
async function prefillPrompts(forward: Forward, prompts: readonly Ids[]): Promise<State> {
  const distinct = new Map(prompts.map((ids) => [ids.join(), ids]));
  const { cache, logits } = await prefill(forward, [...distinct.values()]);
  const keys = [...distinct.keys()];
  const rows = prompts.map((ids) => keys.indexOf(ids.join()));
  const afterPrompts = rows.map((row) => logits[row] ?? NO_LOGITS);
  return { cache: selectRows(cache, rows), doubled: false, logits: afterPrompts };
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
