import { Worker } from 'node:worker_threads';
import { UserError } from '#base/user-error';
import { resolveModel } from '#lm/model-identity';
import { Tokenizer } from '#lm/tokenizer';
import type { LanguageModel } from '#lm/types';
import type { Job, Runner, TokenEvent } from './scheduler.ts';

/** A model as the server uses it: the tokenizer in this thread, and a runner for jobs. */
export interface ServedModel
  extends Runner,
    Pick<LanguageModel, 'id' | 'contextLength' | 'vocabularySize' | 'encode' | 'pieces' | 'chat'> {}

export type ToWorker =
  | { readonly type: 'run'; readonly key: number; readonly job: Job }
  | { readonly type: 'abort'; readonly key: number; readonly sample: number };

export type FromWorker =
  | { readonly type: 'opened'; readonly contextLength: number; readonly vocabularySize: number }
  | { readonly type: 'refused'; readonly message: string }
  | { readonly type: 'events'; readonly key: number; readonly events: readonly TokenEvent[] }
  | {
      readonly type: 'done';
      readonly key: number;
      readonly prediction?: Float32Array | undefined;
      readonly error?: unknown;
    };

interface Running {
  readonly emit: (events: readonly TokenEvent[]) => void;
  readonly finish: (error?: unknown, prediction?: Float32Array) => void;
}

/** Opens a model in a thread, since ONNX Runtime blocks its own. `failed` rejects when it ends. Throws a UserError. */
export async function openServedModel(
  model: string | undefined,
): Promise<ServedModel & { readonly failed: Promise<never>; close(): Promise<void> }> {
  const { id, folder } = await resolveModel({ model });
  const tokenizer = await Tokenizer.open(folder);
  const worker = new Worker(new URL('./model-worker.ts', import.meta.url), {
    workerData: model,
    execArgv: [],
  });
  const running = new Map<number, Running>();
  const post = (message: ToWorker) => worker.postMessage(message);
  let nextKey = 0;
  const failed = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the model's thread ended with code ${code}`)));
  });
  failed.catch((error: unknown) => {
    for (const { finish } of running.values()) finish(error);
  });
  const opened = await Promise.race([
    failed,
    new Promise<FromWorker>((resolve) => worker.once('message', resolve)),
  ]);
  if (opened.type !== 'opened') {
    await worker.terminate();
    if (opened.type === 'refused') throw new UserError(opened.message);
    throw new Error(`the model's thread began with ${opened.type}`);
  }
  worker.on('message', (message: FromWorker) => {
    if (message.type === 'events') running.get(message.key)?.emit(message.events);
    if (message.type === 'done') running.get(message.key)?.finish(message.error, message.prediction);
  });
  return {
    id,
    contextLength: opened.contextLength,
    vocabularySize: opened.vocabularySize,
    encode: (text) => tokenizer.encode(text),
    pieces: (ids) => tokenizer.pieces(ids),
    chat: (messages) => tokenizer.chat(messages),
    failed,
    async run(job, emit, signals) {
      const key = nextKey++;
      const abort = (sample: number) => post({ type: 'abort', key, sample });
      const finished = new AbortController();
      try {
        return await new Promise((resolve, reject) => {
          const finish: Running['finish'] = (error, prediction) =>
            error === undefined ? resolve(prediction) : reject(error);
          running.set(key, { emit, finish });
          post({ type: 'run', key, job });
          for (const [sample, signal] of signals.entries()) {
            if (signal.aborted) abort(sample);
            else signal.addEventListener('abort', () => abort(sample), { signal: finished.signal });
          }
        });
      } finally {
        finished.abort();
        running.delete(key);
      }
    },
    async close() {
      await worker.terminate();
    },
  };
}
