import { chunksOf } from '#lm/batching';
import { sampler } from '#lm/sampling';
import type { Candidate, Extension, Ids, LanguageModel, ModelSteps, OpenText, Sampling } from '#lm/types';
import { predictionOf } from '#numerics/fast-log-softmax';
import { at } from '#numerics/list';

/** The most tokens of a prompt that one call reads. A call cannot be interrupted, so it has to be short. */
const READ_TOKENS = 32;

/** Longer jobs, prompt and samples together, wait in a line of their own, so that short ones do not queue behind them. */
const SHORT_TOKENS = 1024;

/**
 * The most tokens of the running jobs of one line, which bounds the memory of their keys and values (376 MB for the
 * embedded model). A job that is larger runs when no other job of its line does.
 */
const TOKENS_AT_ONCE = 8192;

/** The most samples of the running jobs of one line. More in one call would hardly be faster. */
const SAMPLES_AT_ONCE = 32;

/** One prompt, and what to write after it. */
export interface Job {
  readonly prompt: Ids;
  /** Whether the tokens of the prompt are reported, too. */
  readonly scoresPrompt: boolean;
  /** Whether `run` resolves with the whole prediction after the prompt. */
  readonly predicts?: boolean;
  /** How many candidates are listed for each token. */
  readonly listed: number;
  /** Of each sample; 0 reads the prompt only. */
  readonly maxTokens: number;
  readonly sampling: Sampling;
  /** Which stream of the seed the first sample draws from, default 0; the others take those after it. */
  readonly firstStream?: number;
}

export interface TokenEvent {
  /** Which sample it belongs to; null for a token of the prompt. */
  readonly sample: number | null;
  readonly id: number;
  /** In nats; null for the first token of a prompt. */
  readonly logprob: number | null;
  /** 1 + the number of likelier tokens; null like logprob. */
  readonly rank: number | null;
  /** In nats, of the prediction at this place; null like logprob. */
  readonly entropy: number | null;
  /** The likeliest tokens at this place, in order. */
  readonly likeliest: readonly Pick<Candidate, 'id' | 'logprob'>[];
  /** Why the sample ended with this token. */
  readonly end?: 'stop' | 'length' | undefined;
}

export interface JobRunner {
  /**
   * Writes one sample for each signal; each draws its own random numbers. Emits the tokens of a job. Resolves once each
   * sample has ended or its signal was aborted; a job of which all signals are aborted costs no further call of the
   * model. Rejects when the model fails. Resolves with the [V] logits after the prompt if the job asks for them and was
   * not aborted before.
   */
  run(
    job: Job,
    emit: (events: readonly TokenEvent[]) => void,
    signals: readonly AbortSignal[],
  ): Promise<Float32Array | undefined>;
}

/** A token that nothing predicted: the first of a prompt, or one of a prompt that is repeated without scores. */
export const unpredicted = (id: number): TokenEvent => ({
  sample: null,
  id,
  logprob: null,
  rank: null,
  entropy: null,
  likeliest: [],
});

/** A job that was not finished. */
interface Task {
  readonly job: Job;
  /** In tokens, of the prompt and all that is written. */
  readonly size: number;
  readonly line: 'short' | 'long';
  readonly samples: readonly Sample[];
  /** What is to be emitted after the next call. */
  readonly found: TokenEvent[];
  readonly emit: (events: readonly TokenEvent[]) => void;
  readonly resolve: (prediction: Float32Array | undefined) => void;
  readonly reject: (error: unknown) => void;
  /** The prompt as far as it was read. */
  readonly text: OpenText;
  /** The logits after the prompt, once they are known and wanted. */
  prediction?: Float32Array;
}

interface Sample {
  readonly index: number;
  readonly signal: AbortSignal;
  readonly choose: ReturnType<typeof sampler>;
  /** The number of tokens that were written, and the last of them. */
  length: number;
  lastId: number;
  hasEnded: boolean;
}

/**
 * Serves many jobs with one model. It alternates two calls: one reads a piece of a prompt, with jobs taking turns, and
 * pieces of other prompts if one call for all is faster; the other writes the next token of every sample. The results
 * of a job do not depend on the jobs that share its calls, see ModelSteps. `pause` lets new jobs and aborts arrive
 * between two calls.
 */
export function schedulerOf(
  lm: Pick<LanguageModel, 'steps' | 'top'>,
  pause: () => Promise<unknown>,
): JobRunner {
  if (!lm.steps) throw new Error('this model cannot be run a call at a time');
  const steps: ModelSteps = lm.steps;
  const waiting = new Set<Task>();
  const admitted = new Set<Task>();
  /** The admitted tasks whose prompts are still being read. The first one is next. */
  let reading: Task[] = [];
  const writing = new Map<OpenText, { readonly task: Task; readonly sample: Sample }>();
  let isRunning = false;

  function run(
    job: Job,
    emit: (events: readonly TokenEvent[]) => void,
    signals: readonly AbortSignal[],
  ): Promise<Float32Array | undefined> {
    const size = signals.length * (job.prompt.length + job.maxTokens);
    const samples = signals.map((signal, index): Sample => {
      const choose = sampler(job.sampling, (job.firstStream ?? 0) + index);
      return { index, signal, choose, length: 0, lastId: 0, hasEnded: false };
    });
    const line = size > SHORT_TOKENS ? 'long' : 'short';
    return new Promise((resolve, reject) => {
      waiting.add({ job, size, line, samples, found: [], emit, resolve, reject, text: steps.open() });
      if (!isRunning) void loop();
    });
  }

  async function loop(): Promise<void> {
    isRunning = true;
    for (;;) {
      closeEnded();
      admit();
      if (admitted.size === 0) break;
      try {
        await readNext();
        await writeNext();
      } catch (error) {
        for (const task of admitted) close(task).reject(error);
      }
      await pause();
    }
    isRunning = false;
  }

  /** Closes samples that are complete or whose client left, and then the tasks that have no others. */
  function closeEnded(): void {
    for (const task of [...waiting, ...admitted]) {
      for (const sample of task.samples) sample.hasEnded ||= sample.signal.aborted;
      if (task.samples.every(({ hasEnded }) => hasEnded)) close(task).resolve(task.prediction);
    }
    for (const [text, { sample }] of writing) if (sample.hasEnded) closeText(text);
  }

  /** Admits waiting tasks in order. A task that does not fit holds up only those in its line. */
  function admit(): void {
    const heldUp = new Set<Task['line']>();
    for (const task of waiting) {
      if (!hasRoomFor(task)) heldUp.add(task.line);
      if (heldUp.has(task.line)) continue;
      waiting.delete(task);
      admitted.add(task);
      reading.push(task);
      if (task.job.scoresPrompt) task.found.push(unpredicted(at(task.job.prompt, 0)));
    }
  }

  function hasRoomFor({ line, size, samples }: Task): boolean {
    const others = [...admitted].filter((other) => other.line === line);
    const tokens = others.reduce((sum, other) => sum + other.size, size);
    const writers = others.reduce((sum, other) => sum + other.samples.length, samples.length);
    return others.length === 0 || (tokens <= TOKENS_AT_ONCE && writers <= SAMPLES_AT_ONCE);
  }

  /** Reads a piece of the next prompt, and pieces of those that fit into the same call. */
  async function readNext(): Promise<void> {
    if (reading.length === 0) return;
    const pieces = reading.map((task) => ({ task, start: task.text.length, extension: nextPiece(task) }));
    const together = new Set(steps.together(pieces.map(({ extension }) => extension)));
    const chosen = pieces.filter(({ extension }) => together.has(extension));
    await steps.read(
      chosen.map(({ extension }) => extension),
      (index, place, logits) => {
        const { task, start } = at(chosen, index);
        lookAfter(task, start + place, logits);
      },
    );
    reading.push(...reading.splice(0, 1));
    for (const { task } of chosen) if (task.text.length === task.job.prompt.length) startWriting(task);
    emitFound();
  }

  /** Looks at what comes after a position of the prompt: its own next token, or the first token of each sample. */
  function lookAfter(task: Task, position: number, logits: Float32Array): void {
    const { job, samples } = task;
    const next = job.prompt[position + 1];
    if (next !== undefined) {
      task.found.push(scored(null, next, logits, job));
      return;
    }
    if (job.predicts) task.prediction = logits.slice();
    for (const sample of samples) if (job.maxTokens > 0 && !sample.hasEnded) write(task, sample, logits);
  }

  function startWriting(task: Task): void {
    reading = reading.filter((other) => other !== task);
    for (const sample of task.samples) sample.hasEnded ||= task.job.maxTokens === 0;
    const writers = task.samples.filter(({ hasEnded }) => !hasEnded);
    const texts = writers.map((_, i) => (i === 0 ? task.text : steps.copy(task.text)));
    for (const [i, text] of texts.entries()) {
      steps.start(text);
      writing.set(text, { task, sample: at(writers, i) });
    }
  }

  async function writeNext(): Promise<void> {
    await steps.step(
      (text) => writerOf(text).sample.lastId,
      (text, logits) => {
        const { task, sample } = writerOf(text);
        write(task, sample, logits);
      },
    );
    emitFound();
  }

  function writerOf(text: OpenText) {
    const writer = writing.get(text);
    if (!writer) throw new Error('a text is continued that no sample writes');
    return writer;
  }

  function write({ job, found }: Task, sample: Sample, logits: Float32Array): void {
    const id = sample.choose(logits);
    sample.lastId = id;
    sample.length++;
    const isLast = sample.length === job.maxTokens;
    const end = steps.endIds.includes(id) ? 'stop' : isLast ? 'length' : undefined;
    sample.hasEnded = end !== undefined;
    found.push({ ...scored(sample.index, id, logits, job), end });
  }

  function scored(sample: number | null, id: number, logits: Float32Array, { listed }: Job): TokenEvent {
    const { logprob, rank, entropy } = predictionOf(logits, id);
    const likeliest = lm.top(logits, listed).map((one) => ({ id: one.id, logprob: one.logprob }));
    return { sample, id, logprob, rank, entropy, likeliest };
  }

  function emitFound(): void {
    for (const { found, emit } of admitted) if (found.length > 0) emit(found.splice(0));
  }

  function close(task: Task): Task {
    waiting.delete(task);
    admitted.delete(task);
    reading = reading.filter((other) => other !== task);
    for (const [text, writer] of writing) if (writer.task === task) closeText(text);
    steps.close(task.text);
    return task;
  }

  function closeText(text: OpenText): void {
    writing.delete(text);
    steps.close(text);
  }

  return { run };
}

function nextPiece({ job: { prompt, scoresPrompt }, text }: Task): Extension {
  const rest = prompt.slice(text.length);
  const { end } = at(chunksOf(rest.length, READ_TOKENS), 0);
  const isLast = end === rest.length;
  return { text, ids: rest.slice(0, end), wanted: scoresPrompt ? end : isLast ? 1 : 0 };
}
