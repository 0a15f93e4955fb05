import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { AutoModelForCausalLM, AutoTokenizer, env, LogLevel } from '@huggingface/transformers';
import type { InferenceSession } from 'onnxruntime-node';
import { UserError } from '#base/user-error';
import { type ModelFolder, readModelJson, reasonOf } from './model-folder.ts';
import { endIdsOf, Tokenizer } from './tokenizer.ts';

/** Opens the tokenizer and the session of a model's folder with transformers.js; asks no server. */

env.logLevel = LogLevel.ERROR;
const LOCAL = { local_files_only: true } as const;

/** Throws a UserError when a file of the tokenizer is missing or damaged. */
export async function openTokenizer({ path }: Pick<ModelFolder, 'path'>): Promise<Tokenizer> {
  for (const file of ['tokenizer.json', 'tokenizer_config.json']) await readModelJson(path, file);
  const template = join(path, 'chat_template.jinja');
  try {
    const library = await AutoTokenizer.from_pretrained(path, LOCAL);
    return new Tokenizer(library, existsSync(template) ? await readFile(template, 'utf8') : undefined);
  } catch (cause) {
    throw new UserError(`The tokenizer of ${path} cannot be opened: ${reasonOf(cause)}`, { cause });
  }
}

/** The ids that end a text of the model in a folder. */
export async function endIdsIn(folder: string, tokenizer: Tokenizer): Promise<number[]> {
  const present = ['generation_config.json', 'config.json'].filter((file) => existsSync(join(folder, file)));
  return endIdsOf(await Promise.all(present.map((file) => readModelJson(folder, file))), tokenizer);
}

/**
 * `disable_quant_qdq` has weights dequantised once, on opening, and never computed with in eight bits, which round by
 * processor. `basic` optimisations suffice for that: all others take longer than they save, and change no bit of the
 * embedded model. The arena keeps the memory of calls: mapping it anew takes a third of a short call. Threads that spin
 * start each operator sooner, and change no result. They stop when a call returns. On a busy machine they would take
 * time from the threads that they wait for.
 */
export function sessionOptions(threads = availableParallelism()): InferenceSession.SessionOptions {
  const spins = (loadavg()[0] ?? 0) < availableParallelism() / 2 ? '1' : '0';
  return {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    enableCpuMemArena: true,
    graphOptimizationLevel: 'basic',
    logSeverityLevel: 3,
    extra: {
      session: { 'intra_op.allow_spinning': spins, force_spinning_stop: '1', disable_quant_qdq: '1' },
    },
  };
}

/** Opens a session over the graph of a folder. Throws a UserError when it cannot. */
export async function openSession(
  { path, dtype, graph }: Pick<ModelFolder, 'path' | 'dtype' | 'graph'>,
  threads?: number,
): Promise<InferenceSession> {
  try {
    const options = { ...LOCAL, device: 'cpu', dtype, session_options: sessionOptions(threads) } as const;
    const { sessions } = await AutoModelForCausalLM.from_pretrained(path, options);
    return sessions.model;
  } catch (cause) {
    throw new UserError(`The model's graph ${join(path, graph)} cannot be opened: ${reasonOf(cause)}`, {
      cause,
    });
  }
}
