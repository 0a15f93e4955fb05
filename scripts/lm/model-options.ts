import type { OptionSpec } from '#base/command';
import { UserError } from '#base/user-error';
import { userModel } from '#base/user-path';
import type { DownloadProgress } from '#lm/download-progress';
import type { LanguageModel, ModelIdentity } from '#lm/types';

/** Which model a command runs: one in this process, or one behind a server. */
export interface ModelRequest {
  /** A folder or a name, see ModelChoice; of an engine, its name there. */
  readonly model?: string | undefined;
  /** The address of a server. */
  readonly engine?: string | undefined;
  readonly tokenizer?: string | undefined;
}

/** What the commands that run a model take. */
export const MODEL_OPTIONS = {
  model: {
    type: 'string',
    value: 'ID',
    help: 'another causal language model: a folder, or OWNER/NAME on the Hugging Face Hub; of an engine, its name there',
  },
  engine: {
    type: 'string',
    value: 'URL',
    help: 'a model that a vLLM server runs, such as http://127.0.0.1:8000 (API key: NATS_ENGINE_API_KEY)',
  },
  tokenizer: {
    type: 'string',
    value: 'DIR',
    help: "the engine's tokenizer: a folder with tokenizer.json, or OWNER/NAME (default: the embedded model's)",
  },
} as const satisfies Record<keyof ModelRequest, OptionSpec>;

/** Throws a UserError on a tokenizer that nothing needs. */
export function modelRequest({ model, engine, tokenizer }: ModelRequest): ModelRequest {
  if (engine !== undefined) return { model, engine, tokenizer: userModel(tokenizer) };
  if (tokenizer !== undefined)
    throw new UserError('--tokenizer is for an engine: give its address with --engine.');
  return { model: userModel(model) };
}

/** Modules are loaded when they are needed: a mistake in the options is told at once. */
export async function openRequested(
  { model, engine, tokenizer }: ModelRequest,
  onProgress?: (progress: DownloadProgress) => void,
): Promise<LanguageModel> {
  if (engine === undefined) return (await import('#lm/open')).openLanguageModel({ model, onProgress });
  return (await import('#lm/vllm/open')).openEngine({ url: engine, model, tokenizer, onProgress });
}

/** Which model would be opened; one behind a server is opened to find out. Throws as `modelIdentity` does. */
export async function identityOf(
  request: ModelRequest,
  onProgress?: (progress: DownloadProgress) => void,
): Promise<ModelIdentity> {
  const { model, engine } = request;
  if (engine === undefined) return (await import('#lm/model-identity')).modelIdentity({ model });
  const lm = await openRequested(request, onProgress);
  await lm.close();
  return { id: lm.id, sha256: lm.sha256, engine: lm.servedBy };
}
