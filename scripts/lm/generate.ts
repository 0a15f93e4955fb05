import { predictionOf } from '#numerics/fast-log-softmax';
import { pcg } from './pcg.ts';
import { assertSampling, draw, filterTopKTopP, greedy } from './sampling.ts';
import type { GenerateOptions, Generation, Ids } from './types.ts';

/** At most this many sequences are continued side by side; more are done one group after another. */
const SEQUENCES_TOGETHER = 32;
/** And no more than hold so many tokens: 141 MB of keys and values in the embedded model, twice over in a step. */
const TOKENS_TOGETHER = 3072;

const NO_LOGITS = new Float32Array(0);

interface GenerateRequest extends GenerateOptions {
  readonly stop: Ids;
  /** Whether only prompts of one length can go side by side. Default false. */
  readonly equalLengths?: boolean;
  /** The order in which prompts are continued. Default: as they are given. */
  readonly order?: readonly number[];
}

/** Says what comes next in sequences that go side by side. */
export interface Predictor {
  /** The [V] logits after each of them as they are now. Asked once a step: first for all, then for those that have not ended. */
  next(running: readonly Sequence[]): Promise<readonly Float32Array[]>;
  /** Lets go of what it remembers, when all of them have ended. */
  end?(): void;
}

/** One sequence while it grows. */
export class Sequence {
  readonly ids: number[] = [];
  private readonly logprobs: number[] = [];
  private smallestMargin = Number.POSITIVE_INFINITY;
  private readonly random: () => number;
  end: Generation['end'] | undefined;
  readonly index: number;
  readonly prompt: Ids;
  private readonly request: GenerateRequest;

  constructor(index: number, prompt: Ids, request: GenerateRequest) {
    this.index = index;
    this.prompt = prompt;
    this.request = request;
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

/** How many of the texts from `start` on may be continued side by side, each by so many tokens: at least one. */
function howManyTogether(texts: readonly Ids[], start: number, maxTokens: number): number {
  let [count, longest] = [0, 0];
  for (const ids of texts.slice(start, start + SEQUENCES_TOGETHER)) {
    longest = Math.max(longest, ids.length + maxTokens);
    if (count > 0 && (count + 1) * longest > TOKENS_TOGETHER) break;
    count++;
  }
  return count;
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

/**
 * Continues each prompt; see LanguageModel.generate. Each group of sequences that go side by side gets a predictor of
 * its own. Throws a RangeError when an option makes no sense.
 */
export async function generateAfter(
  prompts: readonly Ids[],
  request: GenerateRequest,
  newPredictor: () => Predictor,
): Promise<Generation[]> {
  assertRequest(request);
  const sequences = prompts.map((prompt, index) => new Sequence(index, prompt, request));
  const ordered = request.order?.flatMap((index) => sequences[index] ?? []) ?? sequences;
  const lengths = [...new Set(ordered.map(({ prompt }) => prompt.length))];
  const groups = request.equalLengths
    ? lengths.map((length) => ordered.filter(({ prompt }) => prompt.length === length))
    : [ordered];
  for (const group of groups) {
    const texts = group.map(({ prompt }) => prompt);
    for (let start = 0; start < group.length; ) {
      const end = start + howManyTogether(texts, start, request.maxTokens);
      const together = group.slice(start, end).sort((a, b) => a.index - b.index);
      await generateGroup(together, request, newPredictor());
      start = end;
    }
  }
  return sequences.map((sequence) => sequence.finished());
}

async function generateGroup(
  group: readonly Sequence[],
  { onStep, steps }: GenerateRequest,
  predictor: Predictor,
): Promise<void> {
  let running = group;
  for (let index = 0; running.length > 0; index++) {
    const predictions = await predictor.next(running);
    const chosen = running.map((sequence, row) => {
      const logits = predictions[row] ?? NO_LOGITS;
      return { sequence: sequence.index, logits, id: sequence.extend(logits) };
    });
    if (index === 0 || steps !== 'first') onStep?.({ index, sequences: chosen });
    running = running.filter(({ end }) => end === undefined);
  }
  predictor.end?.();
}
