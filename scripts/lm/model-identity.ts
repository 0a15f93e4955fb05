import { realpathSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '#base/user-error';
import { checksumOf } from './checksums.ts';
import type { DownloadProgress } from './download-progress.ts';
import { hubModelFolder, isHubId } from './hub.ts';
import { findModelFolder, isFolder, type ModelFolder } from './model-folder.ts';
import type { ModelIdentity } from './types.ts';

export const EMBEDDED_MODEL = 'HuggingFaceTB/SmolLM2-135M-Instruct';

const MODELS = fileURLToPath(new URL('../../models/', import.meta.url));

export interface ModelChoice {
  /** A folder in the layout of transformers.js, or OWNER/NAME in models/ or on the Hub; default: the embedded model. */
  readonly model?: string | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** The folder in the project's models/ that a name means, if it is there. */
export function embeddedFolder(model: string = EMBEDDED_MODEL): string | undefined {
  const folder = join(MODELS, ...model.split('/'));
  return model === EMBEDDED_MODEL || (isHubId(model) && isFolder(folder)) ? folder : undefined;
}

/**
 * The folder that a choice means, and the model's id: its name below models/ or on the Hub, else the folder's own
 * name (never a path, which would differ from one machine to another). Downloads what is missing. Throws a
 * UserError when there is no such model.
 */
export async function resolveModel(choice: ModelChoice = {}): Promise<{ id: string; folder: ModelFolder }> {
  const { model = EMBEDDED_MODEL, onProgress } = choice;
  const embedded = embeddedFolder(model);
  if (embedded !== undefined) return { id: model, folder: await findModelFolder(embedded) };
  const folder = resolve(model);
  if (model !== '' && isFolder(folder)) {
    const own = join(MODELS, EMBEDDED_MODEL);
    const isEmbedded = isFolder(own) && realpathSync(folder) === realpathSync(own);
    const id = isEmbedded ? EMBEDDED_MODEL : basename(folder);
    return { id, folder: await findModelFolder(folder) };
  }
  if (isHubId(model)) return { id: model, folder: await hubModelFolder(model, { onProgress }) };
  throw new UserError(
    `There is no model "${model}": it should be a folder, or OWNER/NAME as on the Hugging Face Hub.`,
  );
}

/** Identifies a model by its files, without opening it. Throws a MissingFileError when one or the model is missing. */
export async function modelIdentity(choice: ModelChoice = {}): Promise<ModelIdentity> {
  const { id, folder } = await resolveModel(choice);
  return { id, sha256: await checksumOf(folder.path, folder.files, { verify: false }) };
}
