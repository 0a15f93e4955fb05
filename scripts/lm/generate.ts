import { type Random, seededRandom } from '#base/random';
import { predictionOf } from '#numerics/fast-log-softmax';
import type { Forward } from './forward.ts';
import { type KeyValues, selectRows } from './key-values.ts';
import { readTexts } from './read.ts';
import { assertSampling, choiceOf, type Draw, draw, greedy } from './sampling.ts';
import type { GenerateOptions, Generation, Sampling } from './types.ts';

/** At most this many sequences are continued side by side; more are done one group after another. */
export const SEQUENCES_TOGETHER = 32;

/** One sequence while it grows. */
class Sequence {
  readonly ids: number[] = [];
  readonly logprobs: number[] = [];
  smallestMargin = Number.POSITIVE_INFINITY;
  end: Generation['end'] | undefined;

  constructor(
    /** Its place among the prompts of the call. */
    readonly index: number,
    private readonly random: Random,
  ) {}

  /** Chooses the next token after a prediction [V]. */
  choose(logits: Float32Array, sampling: Sampling): Draw {
    if (sampling.temperature === 0) return greedy(logits);
    return draw(choiceOf(logits, sampling), this.random.next());
  }

  append({ id, margin }: Draw, logits: Float32Array): void {
    this.ids.push(id);
    this.logprobs.push(predictionOf(logits, id).logprob);
    this.smallestMargin = Math.min(this.smallestMargin, margin);
  }

  finished(): Generation {
    const { ids, logprobs, smallestMargin } = this;
    return { ids, logprobs, end: this.end ?? 'length', smallestMargin };
  }
}

export interface GenerateRequest extends GenerateOptions {
  /** Ids that end a sequence. */
  readonly stop: readonly number[];
  /** Whether the graph takes positions; without, only prompts of one length can go side by side. */
  readonly paddedPrompts: boolean;
}

/** Continues each prompt; see LanguageModel.generate. Throws a RangeError when an option makes no sense. */
export async function generateAfter(
  forward: Forward,
  prompts: readonly (readonly number[])[],
  request: GenerateRequest,
): Promise<Generation[]> {
  assertSampling(request);
  if (!Number.isInteger(request.maxTokens) || request.maxTokens < 1) {
    throw new RangeError(`maxTokens must be a positive integer, got ${request.maxTokens}`);
  }
  const sequences = prompts.map((_, index) => new Sequence(index, seededRandom(request.seed ?? 0, index)));
  for (const group of groupsOf(prompts, request.paddedPrompts)) {
    await generateGroup(
      forward,
      prompts,
      group.map((index) => sequences[index]).filter((s) => s !== undefined),
      request,
    );
  }
  return sequences.map((sequence) => sequence.finished());
}

/** Indices of prompts that go side by side. */
function groupsOf(prompts: readonly (readonly number[])[], padded: boolean): number[][] {
  const byLength = new Map<number, number[]>();
  prompts.forEach((ids, index) => {
    const key = padded ? 0 : ids.length;
    byLength.set(key, [...(byLength.get(key) ?? []), index]);
  });
  return [...byLength.values()].flatMap((indices) =>
    Array.from({ length: Math.ceil(indices.length / SEQUENCES_TOGETHER) }, (_, i) =>
      indices.slice(i * SEQUENCES_TOGETHER, (i + 1) * SEQUENCES_TOGETHER),
    ),
  );
}

async function generateGroup(
  forward: Forward,
  prompts: readonly (readonly number[])[],
  group: readonly Sequence[],
  request: GenerateRequest,
): Promise<void> {
  let running = [...group];
  let state = await readPrompts(
    forward,
    running.map(({ index }) => prompts[index] ?? []),
  );
  for (let step = 0; ; step++) {
    const chosen = running.map((sequence, row) => {
      const own = state.logits[row] ?? new Float32Array(0);
      const choice = sequence.choose(own, request);
      sequence.append(choice, own);
      if (request.stop.includes(choice.id)) sequence.end = 'stop';
      else if (sequence.ids.length === request.maxTokens) sequence.end = 'length';
      return { sequence: sequence.index, logits: own, id: choice.id };
    });
    request.onStep?.({ index: step, sequences: chosen });

    const rows = [...running.keys()].filter((row) => running[row]?.end === undefined);
    if (rows.length === 0) return;
    running = running.filter(({ end }) => end === undefined);
    state = await readTokens(forward, state, rows, running);
  }
}

interface State {
  readonly keyValues: KeyValues;
  /** Whether a lone sequence is carried twice: a call with a single row is never made. */
  readonly doubled: boolean;
  /** For each running sequence, the [V] logits after its last token. */
  readonly logits: readonly Float32Array[];
}

/** Reads the prompts; equal ones only once. */
async function readPrompts(forward: Forward, prompts: readonly (readonly number[])[]): Promise<State> {
  const keys = prompts.map((ids) => ids.join());
  const distinct = [...new Set(keys)];
  const read = await readTexts(
    forward,
    distinct.map((key) => prompts[keys.indexOf(key)] ?? []),
  );
  const rows = keys.map((key) => distinct.indexOf(key));
  return {
    keyValues: selectRows(read.keyValues, rows),
    doubled: false,
    logits: rows.map((row) => read.logits[row] ?? new Float32Array(0)),
  };
}

/** Reads the last token of each running sequence, `rows` being their places in the keys and values so far. */
async function readTokens(
  forward: Forward,
  before: State,
  rows: readonly number[],
  running: readonly Sequence[],
): Promise<State> {
  const doubled = running.length === 1;
  const twice = before.doubled ? [0, 1] : [...rows, ...rows];
  const tokens = running.map(({ ids }) => ids.slice(-1));
  const { logits, keyValues } = await forward.call(doubled ? [...tokens, ...tokens] : tokens, {
    past: selectRows(before.keyValues, doubled ? twice : rows),
    logitColumns: 1,
    keep: true,
  });
  if (keyValues === undefined) throw new Error('keys and values were asked for, but none came');
  return { keyValues, doubled, logits: running.map((_, row) => logits(row, 0)) };
}
