import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '#base/user-error';
import { checksumsOf, identityOf } from './checksums.ts';
import type { DownloadProgress } from './download-progress.ts';
import { hubModelFolder, isHubId } from './hub.ts';
import { findModelFolder, type ModelFolder } from './model-folder.ts';

/** The model that is part of the project. */
export const EMBEDDED_MODEL = 'HuggingFaceTB/SmolLM2-135M-Instruct';

const MODELS = fileURLToPath(new URL('../../models/', import.meta.url));

/** What identifies a model in data and provenance. */
export interface ModelIdentity {
  readonly id: string;
  /** SHA-256 over the checksums of the files that opening the model reads. */
  readonly sha256: string;
}

export interface ModelChoice {
  /**
   * The embedded model when undefined; or a folder in the layout of transformers.js; or OWNER/NAME, which is looked
   * for in the project's models/ and then on the Hugging Face Hub.
   */
  readonly model?: string | undefined;
  /** Which graph of the model, such as "fp32" or "q4"; default: see graphCandidates. */
  readonly dtype?: string | undefined;
  /** Called while files of the model are downloaded. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function isSameFolder(a: string, b: string): boolean {
  return isFolder(a) && isFolder(b) && realpathSync(a) === realpathSync(b);
}

/**
 * The folder that a choice means, and the model's id: its name below models/ or on the Hub, else the folder's own
 * name (never a path, which would differ from one machine to another). Downloads what is missing. Throws a
 * UserError when there is no such model.
 */
export async function resolveModel(choice: ModelChoice = {}): Promise<{ id: string; folder: ModelFolder }> {
  const { dtype, onProgress } = choice;
  const model = choice.model ?? EMBEDDED_MODEL;
  const embedded = join(MODELS, ...model.split('/'));
  if (model === EMBEDDED_MODEL || (isHubId(model) && isFolder(embedded))) {
    return { id: model, folder: await findModelFolder(embedded, { dtype }) };
  }
  const folder = resolve(model);
  if (model !== '' && isFolder(folder)) {
    const id = isSameFolder(folder, join(MODELS, EMBEDDED_MODEL)) ? EMBEDDED_MODEL : basename(folder);
    return { id, folder: await findModelFolder(folder, { dtype }) };
  }
  if (isHubId(model)) return { id: model, folder: await hubModelFolder(model, { dtype, onProgress }) };
  throw new UserError(
    `There is no model "${model}": it should be a folder, or OWNER/NAME as on the Hugging Face Hub.`,
  );
}

/**
 * What identifies a model, without opening it. Where its folder states checksums they are taken at their word; a
 * model without them is read once. Throws a UserError when the model or a file of it is missing.
 */
export async function modelIdentity(choice: ModelChoice | string = {}): Promise<ModelIdentity> {
  const { id, folder } = await resolveModel(typeof choice === 'string' ? { model: choice } : choice);
  const sums = await checksumsOf(folder.path, folder.files, { verify: false });
  return { id, sha256: identityOf(sums) };
}

/** What identifies the embedded model, without opening it. Throws a UserError when a file of it is missing. */
export function embeddedModelIdentity(): Promise<ModelIdentity> {
  return modelIdentity();
}
