import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { UserError } from '#base/user-error';
import { downloadReporter } from '#lm/download-progress';
import { resolveModel } from '#lm/model-identity';
import { openTokenizer } from '#lm/open-tokenizer';
import type { Job, TokenEvent } from './scheduler.ts';
import type { ServedModel } from './served-model.ts';

/** The first message of the thread. */
export type Opened =
  | { readonly contextLength: number; readonly vocabularySize: number }
  | { readonly refused: string };

/** A job, and where the thread tells what becomes of it. Back come the numbers of samples that are to stop. */
export interface PostedJob {
  readonly job: Job;
  readonly port: MessagePort;
}

export type JobMessage =
  | { readonly events: readonly TokenEvent[] }
  | { readonly prediction: Float32Array | undefined }
  | { readonly error: unknown };

/** Opens a model in a thread, since ONNX Runtime blocks its own. `failed` rejects when it ends. Throws a UserError. */
export async function openServedModel(
  model: string | undefined,
): Promise<ServedModel & { readonly failed: Promise<never>; close(): Promise<void> }> {
  const { id, folder } = await resolveModel({ model, onProgress: downloadReporter(process.stderr) });
  const tokenizer = await openTokenizer(folder);
  const worker = new Worker(new URL('./model-worker.ts', import.meta.url), {
    workerData: model,
    execArgv: [],
  });
  const failed = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the model's thread ended with code ${code}`)));
  });
  failed.catch(() => {}); // each job hears of it by its port
  const opened = await Promise.race([
    failed,
    new Promise<Opened>((resolve) => worker.once('message', resolve)),
  ]);
  if ('refused' in opened) {
    await worker.terminate();
    throw new UserError(opened.refused);
  }
  return {
    id,
    ...opened,
    encode: (text) => tokenizer.encode(text),
    pieces: (ids) => tokenizer.pieces(ids),
    chat: (messages) => tokenizer.chat(messages),
    failed,
    async run(job, emit, signals) {
      const { port1: port, port2 } = new MessageChannel();
      const finished = new AbortController();
      try {
        return await new Promise((resolve, reject) => {
          port.on('close', () => reject(new Error("the model's thread ended")));
          port.on('message', (message: JobMessage) => {
            if ('events' in message) emit(message.events);
            else if ('error' in message) reject(message.error);
            else resolve(message.prediction);
          });
          worker.postMessage({ job, port: port2 } satisfies PostedJob, [port2]);
          for (const [sample, signal] of signals.entries()) {
            const abort = () => port.postMessage(sample);
            if (signal.aborted) abort();
            else signal.addEventListener('abort', abort, { signal: finished.signal });
          }
        });
      } finally {
        finished.abort();
        port.close();
      }
    },
    async close() {
      await worker.terminate();
    },
  };
}
