import { join } from 'node:path';
import { checksumOf } from './checksums.ts';
import { downloadReporter } from './download-progress.ts';
import { readModelJson } from './model-folder.ts';
import { type ModelChoice, resolveModel } from './model-identity.ts';
import { onnxModel } from './onnx-model.ts';
import { endIdsIn, openSession, openTokenizer } from './pretrained.ts';
import type { LanguageModel } from './types.ts';

interface OpenOptions extends ModelChoice {
  /** Threads that one call uses; default: all processors. No result depends on it. */
  readonly threads?: number | undefined;
}

/**
 * Opens a language model; by default the one that is part of the project. Where the model's folder states checksums,
 * as the embedded one's does, every file that is used must have its own. Downloads are shown on standard error unless
 * `onProgress` is given. Throws a UserError that names a model or file that is missing, damaged or not supported.
 */
export async function openLanguageModel(options: OpenOptions = {}): Promise<LanguageModel> {
  const onProgress = options.onProgress ?? downloadReporter(process.stderr);
  const { id, folder } = await resolveModel({ ...options, onProgress });
  const sha256 = await checksumOf(folder.path, folder.files, { verify: true });
  const config = await readModelJson(folder.path, 'config.json');
  const tokenizer = await openTokenizer(folder);
  const endIds = await endIdsIn(folder.path, tokenizer);
  const session = await openSession(folder, options.threads);
  try {
    const path = join(folder.path, folder.graph);
    return onnxModel({ identity: { id, sha256 }, tokenizer, endIds, config, path }, session);
  } catch (error) {
    await session.release();
    throw error;
  }
}
