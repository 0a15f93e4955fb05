import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '#base/user-error';
import { type DownloadProgress, downloadReporter } from '../download-progress.ts';
import { hubTokenizerFolder, isHubId } from '../hub.ts';
import { embeddedFolder } from '../model-identity.ts';
import { endIdsIn, openTokenizer } from '../pretrained.ts';
import type { LanguageModel } from '../types.ts';
import { type HttpOptions, httpClient } from './http.ts';
import { engineModel } from './model.ts';
import { engineChecksum, probe, servedModel } from './probe.ts';

interface EngineOptions extends HttpOptions {
  /** The name under which the server has the model; may be left out when it has only one. */
  readonly model?: string | undefined;
  /** A folder with `tokenizer.json`, or OWNER/NAME in models/ or on the Hub; default: the embedded model's. */
  readonly tokenizer?: string | undefined;
  /** Hears of the tokenizer's download; default: it is shown on standard error. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * Opens a model that a vLLM server runs; without `--max-logprobs -1` the server lacks whole predictions. An API key is
 * read from the environment variable NATS_ENGINE_API_KEY. Throws a UserError when the server cannot be reached, gives
 * neither whole predictions nor scores, or gives numbers that contradict each other.
 */
export async function openEngine(options: EngineOptions): Promise<LanguageModel> {
  const http = httpClient({ apiKey: process.env.NATS_ENGINE_API_KEY, ...options });
  try {
    const served = await servedModel(http, options.model);
    const folder = await tokenizerFolder(options);
    const tokenizer = await openTokenizer({ path: folder });
    const engine = { http, model: served.model };
    const probed = await probe(engine, tokenizer);
    const { dtype, vocabularySize, lacking, namesTokens } = probed;
    const agreement = probed.agreement && Number(probed.agreement.toPrecision(1));
    const logprobs = probed.logprobs.map((logprob) => logprob && Number(logprob.toFixed(2)));
    const facts = { name: 'vLLM', version: served.version, dtype, agreement, logprobs };
    const identity = { id: served.model, sha256: engineChecksum(served, probed), engine: facts };
    const contextLength = served.maxLength - 1;
    const endIds = await endIdsIn(folder, tokenizer);
    const known = { identity, tokenizer, vocabularySize, contextLength, endIds, lacking };
    return engineModel(known, { ...engine, namesTokens });
  } catch (error) {
    http.close();
    throw error;
  }
}

async function tokenizerFolder({ tokenizer: name, onProgress }: EngineOptions): Promise<string> {
  const own = embeddedFolder(name);
  if (own !== undefined) return own;
  const folder = resolve(name ?? '');
  if (existsSync(join(folder, 'tokenizer.json'))) return folder;
  if (name !== undefined && isHubId(name))
    return await hubTokenizerFolder(name, { onProgress: onProgress ?? downloadReporter(process.stderr) });
  throw new UserError(
    `There is no tokenizer "${name}": it should be a folder with a tokenizer.json, or OWNER/NAME as on the Hugging Face Hub.`,
  );
}
