import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { DrawnFigure } from '#report/block';
import type { FigureText } from '../svg/variants.ts';
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

interface Waiting extends DrawingTask {
  readonly resolve: (result: FreshFigure | Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

const MODULE = new URL('./worker.ts', import.meta.url);
/** In megabytes: with the usual 16 a thread holds 20 more, and draws no faster. */
const YOUNG = 8;

export class DrawingPool {
  private readonly module: URL;
  private readonly waiting: Waiting[] = [];
  private readonly idle: Worker[] = [];
  private readonly all = new Set<Worker>();

  constructor(module: URL = MODULE) {
    this.module = module;
  }

  draw(task: DrawingTask): Promise<FreshFigure | Uint8Array> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...task, resolve, reject });
      this.next();
    });
  }

  /** Ends the threads that have nothing to draw. */
  async rest(): Promise<void> {
    const ended = this.idle.splice(0);
    for (const worker of ended) this.all.delete(worker);
    await Promise.all(ended.map((worker) => worker.terminate()));
  }

  private next(): void {
    if (this.waiting.length === 0) return;
    const worker = this.idle.pop() ?? (this.all.size < availableParallelism() ? this.start() : undefined);
    if (worker) this.give(worker);
  }

  private start(): Worker {
    const worker = new Worker(this.module, {
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    });
    this.all.add(worker);
    worker.once('exit', () => {
      this.all.delete(worker);
      if (this.idle.includes(worker)) this.idle.splice(this.idle.indexOf(worker), 1);
    });
    return worker;
  }

  private give(worker: Worker): void {
    const task = this.waiting.shift();
    if (!task) return;
    const { resolve, reject, ...message } = task;
    const answered = (answer: DrawingAnswer): void => {
      worker.off('error', failed);
      worker.off('exit', ended);
      worker.unref();
      this.idle.push(worker);
      if ('error' in answer) reject(new Error(answer.error));
      else resolve(answer.result);
      this.next();
    };
    const failed = (error: Error): void => {
      worker.off('message', answered);
      worker.off('error', failed);
      worker.off('exit', ended);
      this.all.delete(worker);
      reject(error);
      this.next();
    };
    const ended = (code: number): void => failed(new Error(`a drawing thread ended with exit code ${code}`));
    worker.once('message', answered);
    worker.once('error', failed);
    worker.once('exit', ended);
    worker.ref();
    worker.postMessage(message satisfies DrawingTask);
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
