import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '#base/user-error';
import { openLanguageModel } from '#lm/open';
import type { FromWorker, ToWorker } from './model.ts';
import { type Runner, schedulerOf } from './scheduler.ts';

/** The thread that runs a served model, see model.ts. */

const post = (message: FromWorker) => parentPort?.postMessage(message);

async function openScheduler(): Promise<Runner | undefined> {
  try {
    const lm = await openLanguageModel({ model: workerData });
    const { steps, contextLength, vocabularySize } = lm;
    if (!steps) throw new UserError(`${lm.id} cannot be served: it runs behind a server already.`);
    post({ type: 'opened', contextLength, vocabularySize });
    return schedulerOf({ steps, top: (logits, k) => lm.top(logits, k) });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    post({ type: 'refused', message: error.message });
    return undefined;
  }
}

const scheduler = await openScheduler();
const running = new Map<number, readonly AbortController[]>();

parentPort?.on('message', async (message: ToWorker) => {
  const { key } = message;
  if (message.type === 'abort') return running.get(key)?.[message.sample]?.abort();
  const { job } = message;
  const stops = Array.from({ length: job.samples }, () => new AbortController());
  running.set(key, stops);
  try {
    const prediction = await scheduler?.run(
      job,
      (events) => post({ type: 'events', key, events }),
      stops.map(({ signal }) => signal),
    );
    post({ type: 'done', key, prediction });
  } catch (error) {
    post({ type: 'done', key, error });
  } finally {
    running.delete(key);
  }
});
