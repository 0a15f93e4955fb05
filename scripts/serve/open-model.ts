import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { UserError } from '#base/user-error';
import { downloadReporter } from '#lm/download-progress';
import { resolveModel } from '#lm/model-identity';
import { ModelLostError } from '#lm/model-lost';
import { openTokenizer } from '#lm/pretrained';
import { openEngine } from '#lm/vllm/open';
import { type Job, type TokenEvent, unpredicted } from './scheduler.ts';
import { RequestError, type ServedModel } from './served-model.ts';

export interface OpenedModel extends ServedModel {
  /** Rejects when the model can answer no more. */
  readonly failed: Promise<never>;
  close(): Promise<void>;
}

/** The first message of the thread. */
export type Opened =
  | { readonly contextLength: number; readonly vocabularySize: number }
  | { readonly refused: string };

/** A job, and where the thread tells what becomes of it. Back come the numbers of samples that are to stop. */
export interface PostedJob {
  readonly job: Job;
  readonly samples: number;
  readonly port: MessagePort;
}

export type JobMessage =
  | { readonly events: readonly TokenEvent[] }
  | { readonly prediction: Float32Array | undefined }
  | { readonly error: unknown };

/** Opens a model in a thread, since ONNX Runtime blocks its own. Throws a UserError. */
export async function openServedModel(model: string | undefined): Promise<OpenedModel> {
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
  const first = new Promise<Opened>((resolve) => worker.once('message', resolve));
  const opened = await Promise.race([failed, first]);
  if ('refused' in opened) throw new UserError(opened.refused);
  return {
    id,
    ...opened,
    encode: (text) => tokenizer.encode(text),
    pieces: (ids) => tokenizer.pieces(ids),
    chat: (messages) => tokenizer.chat(messages),
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
          const posted = { job, samples: signals.length, port: port2 } satisfies PostedJob;
          worker.postMessage(posted, [port2]);
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
    failed,
    async close() {
      await worker.terminate();
    },
  };
}

/** Opens a model behind a vLLM server, for the instruments: it refuses to write. Throws a UserError as openEngine does. */
export async function openServedEngine(options: Parameters<typeof openEngine>[0]): Promise<OpenedModel> {
  const lm = await openEngine(options);
  return {
    ...lm,
    engine: new URL(options.url).host,
    async run({ prompt, scoresPrompt, predicts = false, maxTokens, listed }, emit, signals) {
      if (maxTokens > 0 || listed > 0)
        throw new RequestError(400, `${lm.id} runs behind ${options.url}: send this request there.`);
      const signal = AbortSignal.any([...signals]);
      try {
        if (scoresPrompt) {
          const { tokens } = await lm.score(prompt, [], { entropies: false, signal });
          emit(tokens.map(({ id, logprob, rank }) => ({ ...unpredicted(id), logprob, rank })));
        }
        return predicts ? (await lm.next(prompt, { signal })).logits : undefined;
      } catch (error) {
        const asks = { scores: scoresPrompt, predictions: predicts };
        const isLacking = lm.lacks.some((ability) => asks[ability]);
        if (isLacking || !(error instanceof UserError)) throw error;
        throw new RequestError(error instanceof ModelLostError ? 503 : 502, error.message);
      }
    },
    /** The server may come back: nothing here fails for good. */
    failed: new Promise<never>(() => {}),
  };
}
