import { predictionOf } from '#numerics/fast-log-softmax';
import { at } from '#numerics/list';
import { assertSampling, sampler } from './sampling.ts';
import type { GenerateOptions, Generation, Ids } from './types.ts';

/** At most this many sequences are continued side by side. */
const SEQUENCES_TOGETHER = 64;
/** And no more than hold so many tokens: 188 MB of keys and values in the embedded model. */
const TOKENS_TOGETHER = 4096;

interface GenerateRequest extends GenerateOptions {
  readonly stop: Ids;
  /** Whether only prompts of one length can go side by side. Default false. */
  readonly equalLengths?: boolean;
  /** The order in which prompts are continued. Default: as they are given. */
  readonly order?: readonly number[];
}

/** Says what comes next in sequences that go side by side. */
export interface Predictor {
  /** The [V] logits after each, until the next call. Between calls, sequences end and new ones come at the end. */
  next(running: readonly Sequence[]): Promise<readonly Float32Array[]>;
  /** Lets go of what it remembers, when all have ended. */
  end?(): void;
}

/** One sequence while it grows. */
export interface Sequence {
  readonly index: number;
  readonly prompt: Ids;
  readonly ids: number[];
  readonly logprobs: number[];
  readonly choose: ReturnType<typeof sampler>;
  end: Generation['end'] | undefined;
}

/** Chooses the next token by the logits after a sequence, and returns its id. */
function extend(sequence: Sequence, logits: Float32Array, request: GenerateRequest): number {
  const { ids, logprobs } = sequence;
  const id = sequence.choose(logits);
  ids.push(id);
  logprobs.push(predictionOf(logits, id).logprob);
  if (request.stop.includes(id)) sequence.end = 'stop';
  else if (ids.length === request.maxTokens) sequence.end = 'length';
  return id;
}

/** How many of those that wait may go side by side with those that run: at least one, where none runs. */
function howManyMore(
  running: readonly Sequence[],
  waiting: readonly Sequence[],
  { maxTokens, equalLengths = false }: GenerateRequest,
): number {
  if (equalLengths && running.length > 0) return 0;
  const lengths = running.map(({ prompt }) => prompt.length);
  let [count, longest] = [running.length, Math.max(0, ...lengths) + maxTokens];
  for (const { prompt } of waiting) {
    longest = Math.max(longest, prompt.length + maxTokens);
    const isEqual = prompt.length === waiting[0]?.prompt.length;
    const fits = count < SEQUENCES_TOGETHER && (count + 1) * longest <= TOKENS_TOGETHER;
    if (count > 0 && !(fits && (isEqual || !equalLengths))) break;
    count++;
  }
  return count - running.length;
}

/** Throws a RangeError that names the option unless all of them make sense. */
export function assertRequest(options: GenerateOptions): void {
  assertSampling(options);
  if (!Number.isInteger(options.maxTokens) || options.maxTokens < 1)
    throw new RangeError(`maxTokens must be a positive integer, got ${options.maxTokens}`);
}

/** The texts without repetitions, and where among them each one is. */
export function distinctTexts(texts: readonly Ids[]): { distinct: Ids[]; places: number[] } {
  const byKey = new Map(texts.map((ids) => [ids.join(), ids]));
  const keys = [...byKey.keys()];
  return { distinct: [...byKey.values()], places: texts.map((ids) => keys.indexOf(ids.join())) };
}

/** Continues each prompt; see LanguageModel.generate. Throws a RangeError when an option makes no sense. */
export async function generateAfter(
  prompts: readonly Ids[],
  request: GenerateRequest,
  predictor: Predictor,
): Promise<Generation[]> {
  assertRequest(request);
  const { order = [...prompts.keys()], onStep } = request;
  const sequences = prompts.map((prompt, index): Sequence => {
    return { index, prompt, ids: [], logprobs: [], choose: sampler(request, index), end: undefined };
  });
  const waiting = order.map((index) => at(sequences, index));
  let running: Sequence[] = [];
  try {
    while (running.length + waiting.length > 0) {
      running.push(...waiting.splice(0, howManyMore(running, waiting, request)));
      const predictions = await predictor.next(running);
      for (const [row, sequence] of running.entries()) {
        const logits = at(predictions, row);
        const index = sequence.ids.length;
        const id = extend(sequence, logits, request);
        onStep?.({ sequence: sequence.index, index, logits, id });
      }
      running = running.filter(({ end }) => end === undefined);
    }
  } finally {
    predictor.end?.();
  }
  return sequences.map(({ ids, logprobs, end = 'length' }) => ({ ids, logprobs, end }));
}
