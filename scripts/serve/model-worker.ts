import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '#base/user-error';
import { openLanguageModel } from '#lm/open';
import type { JobMessage, Opened, PostedJob } from './open-model.ts';
import { schedulerOf } from './scheduler.ts';

/** The thread that runs a served model, see open-model.ts. */

const post = (message: Opened) => parentPort?.postMessage(message);

try {
  const lm = await openLanguageModel({ model: workerData });
  const scheduler = schedulerOf(lm, setImmediate);
  parentPort?.on('message', async ({ job, samples, port }: PostedJob) => {
    const tell = (message: JobMessage) => port.postMessage(message);
    const stops = Array.from({ length: samples }, () => new AbortController());
    port.on('message', (sample: number) => stops[sample]?.abort());
    try {
      const signals = stops.map(({ signal }) => signal);
      tell({ prediction: await scheduler.run(job, (events) => tell({ events }), signals) });
    } catch (error) {
      tell({ error });
    }
  });
  post({ contextLength: lm.contextLength, vocabularySize: lm.vocabularySize });
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  post({ refused: error.message });
}
