import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { UserError } from '#base/user-error';
import { type ModelFolder, readModelJson } from './model-folder.ts';
import { onnxModel } from './onnx-model.ts';
import { endIdsIn, openTokenizer } from './open-tokenizer.ts';
import type { LanguageModel, ModelIdentity } from './types.ts';

/**
 * Opens a session over a graph file. `disable_quant_qdq` has weights dequantised once, here, and never computed with in
 * eight bits, which round by processor. `basic` optimisations suffice for that: all others take longer than they save,
 * and change no bit of the embedded model. The arena keeps the memory of calls: mapping it anew takes a third of a short
 * call. Threads that spin start each operator sooner, and change no result. They stop when a call returns. On a busy
 * machine they would take time from the threads that they wait for.
 */
export async function openSession(path: string, threads = availableParallelism()): Promise<InferenceSession> {
  const spins = (loadavg()[0] ?? 0) < availableParallelism() / 2 ? '1' : '0';
  const session = { 'intra_op.allow_spinning': spins, force_spinning_stop: '1', disable_quant_qdq: '1' };
  try {
    return await InferenceSession.create(path, {
      executionProviders: ['cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      enableCpuMemArena: true,
      graphOptimizationLevel: 'basic',
      logSeverityLevel: 3,
      extra: { session },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new UserError(`The model's graph ${path} cannot be opened: ${reason}`, { cause });
  }
}

export async function openModelFolder(
  identity: ModelIdentity,
  folder: ModelFolder,
  threads: number | undefined,
): Promise<LanguageModel> {
  const config = await readModelJson(folder.path, 'config.json');
  const tokenizer = await openTokenizer(folder);
  const endIds = await endIdsIn(folder.path, tokenizer);
  const path = join(folder.path, folder.graph);
  const session = await openSession(path, threads);
  try {
    return onnxModel({ identity, tokenizer, endIds, config, path }, session);
  } catch (error) {
    await session.release();
    throw error;
  }
}
