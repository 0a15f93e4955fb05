import { chunksOf } from '#lm/batching';
import { sampler } from '#lm/sampling';
import type {
  Extension,
  Ids,
  LanguageModel,
  Candidate as ListedToken,
  ModelSteps,
  OpenText,
  Sampling,
} from '#lm/types';
import { predictionOf } from '#numerics/fast-log-softmax';
import { at } from '#numerics/list';

/** One prompt, and what to write after it. */
export interface Job {
  readonly prompt: Ids;
  /** Whether the tokens of the prompt are reported, too. */
  readonly scoresPrompt: boolean;
  /** Whether `run` resolves with the whole prediction after the prompt. */
  readonly predicts?: boolean | undefined;
  /** How many candidates are listed for each token. */
  readonly listed: number;
  /** How many texts are written, at least one; each draws its own random numbers. */
  readonly samples: number;
  /** Of each sample; 0 reads the prompt only. */
  readonly maxTokens: number;
  readonly sampling: Sampling;
  /** Which stream of the seed the first sample draws from, default 0; the others take those after it. */
  readonly firstStream?: number | undefined;
}

/** The log-probability is in nats. */
export type Candidate = Pick<ListedToken, 'id' | 'logprob'>;

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
  readonly likeliest: readonly Candidate[];
  /** Why the sample ended with this token. */
  readonly end?: 'stop' | 'length' | undefined;
}

export interface JobRunner {
  /**
   * Emits the tokens of a job. Resolves once each sample has ended or its signal was aborted; a job of which all
   * signals are aborted costs no further call of the model. Rejects when the model fails. Resolves with the [V] logits
   * after the prompt if the job asks for them and was not aborted before.
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

interface Task {
  readonly job: Job;
  /** In tokens, of the prompt and all that is written. */
  readonly size: number;
  readonly isLong: boolean;
  readonly samples: readonly Sample[];
  readonly emit: (events: readonly TokenEvent[]) => void;
  readonly finish: (error?: unknown) => void;
  /** The prompt as far as it was read. */
  text?: OpenText;
  /** The logits after the prompt, once they are known and wanted. */
  prediction?: Float32Array;
}

interface Sample {
  readonly index: number;
  readonly signal: AbortSignal;
  readonly choose: ReturnType<typeof sampler>;
  length: number;
  lastId: number;
  hasEnded: boolean;
}

type Model = Pick<LanguageModel, 'top'> & {
  readonly steps: ModelSteps;
  /** Lets new jobs and aborts arrive between two calls. */
  pause(): Promise<void>;
};

/**
 * Serves many jobs with one model. It alternates two calls: one reads a piece of a prompt, with jobs taking turns, and
 * pieces of other prompts if one call for all is faster; the other writes the next token of every sample. The results
 * of a job do not depend on the jobs that share its calls, see ModelSteps.
 */
export function schedulerOf({ steps, top, pause }: Model): JobRunner {
  const waiting = new Set<Task>();
  const admitted = new Set<Task>();
  /** The admitted tasks whose prompts are still being read. The first one is next. */
  let reading: Task[] = [];
  const writing = new Map<OpenText, { readonly task: Task; readonly sample: Sample }>();
  let isRunning = false;

  async function run(
    job: Job,
    emit: (events: readonly TokenEvent[]) => void,
    signals: readonly AbortSignal[],
  ): Promise<Float32Array | undefined> {
    const { prompt, maxTokens, sampling, firstStream = 0 } = job;
    const size = job.samples * (prompt.length + maxTokens);
    const samples = signals.map((signal, index): Sample => {
      const choose = sampler(sampling, firstStream + index);
      return { index, signal, choose, length: 0, lastId: 0, hasEnded: false };
    });
    return await new Promise((resolve, reject) => {
      const finish = (error?: unknown) => (error === undefined ? resolve(task.prediction) : reject(error));
      const task: Task = { job, size, isLong: size > SHORT_TOKENS, samples, emit, finish };
      waiting.add(task);
      if (!isRunning) void loop();
    });
  }

  async function loop(): Promise<void> {
    isRunning = true;
    for (;;) {
      dropAborted();
      admit();
      if (admitted.size === 0) break;
      try {
        await readNext();
        await writeNext();
      } catch (error) {
        for (const task of [...admitted]) end(task, error);
      }
      await pause();
    }
    isRunning = false;
  }

  function dropAborted(): void {
    for (const task of [...waiting, ...admitted]) {
      for (const sample of task.samples) sample.hasEnded ||= sample.signal.aborted;
      if (task.samples.every(({ hasEnded }) => hasEnded)) end(task);
    }
    closeEnded();
  }

  /** Admits waiting tasks in order. A task that does not fit holds up only those in its line. */
  function admit(): void {
    const isHeldUp = { long: false, short: false };
    for (const task of waiting) {
      const line = task.isLong ? 'long' : 'short';
      isHeldUp[line] ||= !hasRoomFor(task);
      if (isHeldUp[line]) continue;
      waiting.delete(task);
      admitted.add(task);
      reading.push(task);
      task.text = steps.open();
      if (task.job.scoresPrompt) task.emit([unpredicted(at(task.job.prompt, 0))]);
    }
  }

  function hasRoomFor({ isLong, size, samples }: Task): boolean {
    const others = [...admitted].filter((other) => other.isLong === isLong);
    const tokens = others.reduce((sum, other) => sum + other.size, size);
    const writers = others.reduce((sum, other) => sum + other.samples.length, samples.length);
    return others.length === 0 || (tokens <= TOKENS_AT_ONCE && writers <= SAMPLES_AT_ONCE);
  }

  /** Reads a piece of the next prompt, and pieces of those that fit into the same call. */
  async function readNext(): Promise<void> {
    if (reading.length === 0) return;
    const pieces = reading.map((task) => {
      const { start, extension } = nextPiece(task);
      return { task, start, extension, events: [] as TokenEvent[] };
    });
    const together = new Set(steps.together(pieces.map(({ extension }) => extension)));
    const chosen = pieces.filter(({ extension }) => together.has(extension));
    await steps.read(
      chosen.map(({ extension }) => extension),
      (index, place, logits) => {
        const { task, start, events } = at(chosen, index);
        events.push(...eventsAt(task, start + place, logits));
      },
    );
    reading.push(...reading.splice(0, 1));
    for (const { task, events } of chosen) {
      task.emit(events);
      if (task.text?.length === task.job.prompt.length) startWriting(task);
    }
  }

  /** The tokens after a position of the prompt: its own next token, or the first token of each sample. */
  function eventsAt(task: Task, position: number, logits: Float32Array): TokenEvent[] {
    const { job } = task;
    const next = job.prompt[position + 1];
    if (next === undefined) {
      if (job.predicts) task.prediction = logits.slice();
      return writersOf(task).map((sample) => write(sample, job, logits));
    }
    return [scored(null, next, logits, job)];
  }

  function startWriting(task: Task): void {
    const { text } = task;
    reading = reading.filter((other) => other !== task);
    const writers = writersOf(task);
    if (!text || writers.length === 0) {
      end(task);
      return;
    }
    const texts = writers.map((_, i) => (i === 0 ? text : steps.copy(text)));
    for (const [i, sample] of writers.entries()) {
      steps.start(at(texts, i));
      writing.set(at(texts, i), { task, sample });
    }
  }

  async function writeNext(): Promise<void> {
    const events = new Map<Task, TokenEvent[]>();
    await steps.step(
      (text) => writerOf(text).sample.lastId,
      (text, logits) => {
        const { task, sample } = writerOf(text);
        const own = events.get(task) ?? [];
        events.set(task, [...own, write(sample, task.job, logits)]);
      },
    );
    for (const [task, own] of events) task.emit(own);
    closeEnded();
  }

  function writerOf(text: OpenText) {
    const writer = writing.get(text);
    if (!writer) throw new Error('a text is continued that no sample writes');
    return writer;
  }

  function write(sample: Sample, job: Job, logits: Float32Array): TokenEvent {
    const id = sample.choose(logits);
    sample.lastId = id;
    sample.length++;
    const isLast = sample.length === job.maxTokens;
    const end = steps.endIds.includes(id) ? 'stop' : isLast ? 'length' : undefined;
    sample.hasEnded = end !== undefined;
    return { ...scored(sample.index, id, logits, job), end };
  }

  function scored(sample: number | null, id: number, logits: Float32Array, { listed }: Job): TokenEvent {
    const { logprob, rank, entropy } = predictionOf(logits, id);
    const likeliest = top(logits, listed).map((one) => ({ id: one.id, logprob: one.logprob }));
    return { sample, id, logprob, rank, entropy, likeliest };
  }

  function closeEnded(): void {
    for (const [text, { task, sample }] of writing) {
      if (!sample.hasEnded) continue;
      writing.delete(text);
      steps.close(text);
      if (task.samples.every(({ hasEnded }) => hasEnded)) end(task);
    }
  }

  function end(task: Task, error?: unknown): void {
    waiting.delete(task);
    admitted.delete(task);
    reading = reading.filter((other) => other !== task);
    for (const [text, writer] of writing) {
      if (writer.task !== task) continue;
      writing.delete(text);
      steps.close(text);
    }
    if (task.text) steps.close(task.text);
    task.finish(error);
  }

  return { run };
}

/** The samples that go on after the prompt. */
const writersOf = ({ job, samples }: Task): Sample[] =>
  job.maxTokens === 0 ? [] : samples.filter(({ hasEnded }) => !hasEnded);

function nextPiece({ job, text }: Task): { readonly start: number; readonly extension: Extension } {
  if (!text) throw new Error('a prompt is read that was not opened');
  const { prompt, scoresPrompt } = job;
  const start = text.length;
  const { end } = at(chunksOf(prompt.length - start, READ_TOKENS), 0);
  const isLast = start + end === prompt.length;
  const wanted = scoresPrompt ? end : isLast ? 1 : 0;
  return { start, extension: { text, ids: prompt.slice(start, start + end), wanted } };
}
