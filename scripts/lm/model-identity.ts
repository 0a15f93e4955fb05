import { realpathSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '#base/user-error';
import { checksumOf } from './checksums.ts';
import type { DownloadProgress } from './download-progress.ts';
import { hubFolder, hubModelFolder, isHubId } from './hub.ts';
import { findModelFolder, isFolder, type ModelFolder } from './model-folder.ts';
import type { ModelIdentity } from './types.ts';

export const EMBEDDED_MODEL = 'HuggingFaceTB/SmolLM2-135M-Instruct';

const MODELS = fileURLToPath(new URL('../../models/', import.meta.url));

export interface ModelChoice {
  /** A folder in the layout of transformers.js, or OWNER/NAME in models/ or on the Hub; default: the embedded model. */
  readonly model?: string | undefined;
  /** Hears of downloads. Without it, nothing is downloaded. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** The folder in the project's models/ that a name means, if it is there. */
export function embeddedFolder(model: string = EMBEDDED_MODEL): string | undefined {
  const folder = join(MODELS, ...model.split('/'));
  return model === EMBEDDED_MODEL || (isHubId(model) && isFolder(folder)) ? folder : undefined;
}

/**
 * The folder that a choice means, and the model's id: its name below models/ or on the Hub, else the folder's own
 * name (never a path, which would differ from one machine to another). Downloads what is missing of the Hub's models, or
 * throws a MissingFileError where it may not. Throws a UserError when there is no such model.
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
  if (isHubId(model)) {
    const found = onProgress ? hubModelFolder(model, { onProgress }) : findModelFolder(hubFolder(model));
    return { id: model, folder: await found };
  }
  throw new UserError(
    `There is no model "${model}": it should be a folder, or OWNER/NAME as on the Hugging Face Hub.`,
  );
}

/** Identifies a model by its files, without opening it. Throws a MissingFileError when one is not on this disk. */
export async function modelIdentity({ model }: Pick<ModelChoice, 'model'> = {}): Promise<ModelIdentity> {
  const { id, folder } = await resolveModel({ model });
  return { id, sha256: await checksumOf(folder.path, folder.files, { verify: false }) };
}
