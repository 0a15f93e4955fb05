import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '#base/user-error';
import { openLanguageModel } from '#lm/open';
import type { JobMessage, Opened, PostedJob } from './model.ts';
import { type JobRunner, schedulerOf } from './scheduler.ts';

/** The thread that runs a served model, see model.ts. */

const post = (message: Opened) => parentPort?.postMessage(message);

async function openScheduler(): Promise<JobRunner | undefined> {
  try {
    const lm = await openLanguageModel({ model: workerData });
    const { steps, contextLength, vocabularySize } = lm;
    if (!steps) throw new UserError(`${lm.id} cannot be served: it runs behind a server already.`);
    post({ contextLength, vocabularySize });
    return schedulerOf({ steps, top: (logits, k) => lm.top(logits, k), pause: setImmediate });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    post({ refused: error.message });
    return undefined;
  }
}

const scheduler = await openScheduler();

parentPort?.on('message', async ({ job, port }: PostedJob) => {
  const tell = (message: JobMessage) => port.postMessage(message);
  const stops = Array.from({ length: job.samples }, () => new AbortController());
  port.on('message', (sample: number) => stops[sample]?.abort());
  try {
    const signals = stops.map(({ signal }) => signal);
    tell({ prediction: await scheduler?.run(job, (events) => tell({ events }), signals) });
  } catch (error) {
    tell({ error });
  }
});
