import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { DrawnFigure } from '#report/block';
import type { FigureText } from '../svg/inline-or-standalone.ts';
import type { FreshFigure } from './figure.ts';
import type { FigureRenderer } from './files.ts';

/** Draws on all cores: Vega numbers its definitions in one counter, so that one thread draws one figure at a time. */

/** A task without text asks for a picture (PNG) alone. */
export interface DrawingTask {
  readonly figure: DrawnFigure;
  readonly text?: FigureText | undefined;
  readonly withPng?: boolean | undefined;
}

export type DrawingAnswer = { readonly result: FreshFigure | Uint8Array } | { readonly error: string };

const MODULE = new URL('./worker.ts', import.meta.url);
/** In megabytes: with the default of 16 a thread holds 20 more, and draws no faster. */
const YOUNG = 8;

/** Rejects when the thread fails or ends before it answers. */
async function answerOf(worker: Worker, task: DrawingTask): Promise<DrawingAnswer> {
  const listening = new AbortController();
  const { signal } = listening;
  const ended = once(worker, 'exit', { signal }).then(([code]) => {
    throw new Error(`a drawing thread ended with exit code ${code}`);
  });
  worker.postMessage(task);
  try {
    const [answer] = await Promise.race([once(worker, 'message', { signal }), ended]);
    return answer as DrawingAnswer;
  } finally {
    listening.abort();
  }
}

export class DrawingPool {
  private readonly module: URL;
  private readonly waiting: ((worker: Worker | undefined) => void)[] = [];
  /** Threads without work, one place a core; those that are undefined are started when they are needed. */
  private readonly idle = Array.from({ length: availableParallelism() }, (): Worker | undefined => undefined);

  constructor(module: URL = MODULE) {
    this.module = module;
  }

  async draw(task: DrawingTask): Promise<FreshFigure | Uint8Array> {
    const free = this.idle.length > 0 ? this.idle.pop() : await this.released();
    const worker = free ?? this.start();
    worker.ref();
    let answer: DrawingAnswer;
    try {
      answer = await answerOf(worker, task);
    } catch (error) {
      this.release(undefined);
      throw error;
    }
    worker.unref();
    this.release(worker);
    if ('error' in answer) throw new Error(answer.error);
    return answer.result;
  }

  /** Ends the threads that have nothing to draw. */
  async rest(): Promise<void> {
    const idle = [...this.idle];
    this.idle.fill(undefined);
    await Promise.all(idle.map((worker) => worker?.terminate()));
  }

  private start(): Worker {
    return new Worker(this.module, { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: YOUNG } });
  }

  private released(): Promise<Worker | undefined> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private release(worker: Worker | undefined): void {
    const next = this.waiting.shift();
    if (next) next(worker);
    else this.idle.push(worker);
  }
}

/** One for the process, because each of its threads takes a hundred megabytes. */
const pool = new DrawingPool();

/** Draws in threads, which are started when there is work. */
export const pooledRenderer: FigureRenderer = {
  renderFigure: async (figure, text, withPng) => (await pool.draw({ figure, text, withPng })) as FreshFigure,
  renderPng: async (figure) => (await pool.draw({ figure })) as Uint8Array,
  rest: () => pool.rest(),
};
