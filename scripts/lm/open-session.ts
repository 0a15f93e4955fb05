import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { UserError } from '#base/user-error';
import { Forward } from './forward.ts';
import { type Json, type ModelFolder, readModelJson } from './model-folder.ts';
import type { ModelIdentity } from './model-identity.ts';
import { readSignature } from './model-signature.ts';
import { onnxLanguageModel } from './onnx-model.ts';
import { endIdsOf, Tokenizer } from './tokenizer.ts';
import type { LanguageModel } from './types.ts';

/**
 * Opens a session over a graph file. `disable_quant_qdq` has weights dequantised once, here, and never computed with in
 * eight bits, which round by processor. The arena keeps the memory of calls: mapping it anew takes a third of a short
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
      graphOptimizationLevel: 'all',
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
  const tokenizer = await Tokenizer.open(folder);
  const contextLength = contextLengthOf(config, folder);
  const endIds = await endIdsOf(folder.path, tokenizer);
  const path = join(folder.path, folder.graph);
  const session = await openSession(path, threads);
  try {
    const forward = new Forward(session, readSignature(session, config, path));
    return onnxLanguageModel({ identity, tokenizer, contextLength, endIds, session, forward });
  } catch (error) {
    await session.release();
    throw error;
  }
}

function contextLengthOf(config: Json, folder: ModelFolder): number {
  const names = ['max_position_embeddings', 'n_positions', 'n_ctx', 'max_seq_len', 'seq_length'];
  const length = names.map((name) => config[name]).find((value) => Number.isInteger(value));
  if (typeof length === 'number' && length > 0) return length;
  throw new UserError(
    `${join(folder.path, 'config.json')} should say how many tokens the model can read (${names[0]}), but does not.`,
  );
}
