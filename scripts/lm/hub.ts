import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '#base/user-error';
import type { DownloadProgress } from './download-progress.ts';
import {
  findModelFolder,
  graphCandidates,
  MissingFileError,
  type ModelFolder,
  OPTIONAL_FILES,
  REQUIRED_FILES,
  readModelJson,
  weightFiles,
} from './model-folder.ts';

/**
 * Models from the Hugging Face Hub: public ones, their `main` revision. What was downloaded once is used from then on
 * without asking the network. Environment variables, as Hugging Face's own tools read them:
 * - HF_HOME: models are kept in its folder `transformers.js` (default: `~/.cache/huggingface/transformers.js`)
 * - HF_ENDPOINT: another server that is laid out as the Hub is
 */
export interface HubOptions {
  readonly dtype?: string | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Whether a name is a model's on the Hub: OWNER/NAME. */
export function isHubId(id: string): boolean {
  return /^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(id) && !id.includes('..');
}

/** The folder in which a model's downloaded files are kept. */
export function hubFolder(
  id: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const home = env.HF_HOME ? env.HF_HOME : join(homedir(), '.cache', 'huggingface');
  return join(home, 'transformers.js', ...id.split('/'));
}

/** The address of a model's files, ending in a slash. */
async function remoteFolder(id: string, env: Readonly<Record<string, string | undefined>>): Promise<string> {
  const { env: defaults } = await import('@huggingface/transformers');
  const host = (env.HF_ENDPOINT ? env.HF_ENDPOINT : defaults.remoteHost).replace(/\/*$/, '/');
  const path = defaults.remotePathTemplate.replaceAll('{model}', id).replaceAll('{revision}', 'main');
  return `${host}${path}`.replace(/\/*$/, '/');
}

/** One model's files on a server and in its folder here. */
class Download {
  constructor(
    private readonly id: string,
    private readonly folder: string,
    private readonly remote: string,
    private readonly onProgress: (progress: DownloadProgress) => void,
  ) {}

  /** Downloads a file unless it is here; false when the server has none. Throws a UserError when it cannot. */
  async fetchFile(file: string): Promise<boolean> {
    if (existsSync(join(this.folder, file))) return true;
    const response = await this.request(file);
    // The Hub answers 401 also for models that do not exist.
    if ([401, 403, 404].includes(response.status)) return false;
    if (!response.ok || response.body === null) {
      throw this.failure(`the server answered ${response.status} for ${file}`);
    }
    try {
      await this.store(file, response, response.body);
    } catch (cause) {
      throw this.failure(`${file}: ${reasonOf(cause)}`, cause);
    }
    return true;
  }

  private async request(file: string): Promise<Response> {
    try {
      return await fetch(`${this.remote}${file}`);
    } catch (cause) {
      throw this.failure(reasonOf(cause), cause);
    }
  }

  /** Writes beside the file and renames at the end, so that a file with its name is always whole. */
  private async store(file: string, response: Response, body: AsyncIterable<Uint8Array>): Promise<void> {
    const path = join(this.folder, file);
    const partial = `${path}.${process.pid}.part`;
    const total = expectedLength(response);
    let loaded = 0;
    try {
      await mkdir(dirname(path), { recursive: true });
      const out = await open(partial, 'w');
      try {
        this.onProgress({ file, loaded, total, done: false });
        for await (const piece of body) {
          await out.writeFile(piece);
          loaded += piece.length;
          this.onProgress({ file, loaded, total, done: false });
        }
      } finally {
        await out.close();
      }
      if (total !== undefined && loaded !== total)
        throw new Error(`${loaded} bytes came instead of ${total}`);
      await rename(partial, path);
    } finally {
      await rm(partial, { force: true });
    }
    this.onProgress({ file, loaded, total, done: true });
  }

  failure(reason: string, cause?: unknown): UserError {
    const host = new URL(this.remote).host;
    return new UserError(`The model ${this.id} could not be downloaded from ${host}: ${reason}.`, { cause });
  }
}

function expectedLength(response: Response): number | undefined {
  const length = response.headers.get('content-length');
  // A compressed answer states its compressed length.
  return length === null || response.headers.has('content-encoding') ? undefined : Number(length);
}

/** Why a request failed: fetch puts it into the error's cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause instanceof Error && error.cause.message !== '' ? error.cause : error;
  return (inner.message.split('\n')[0] ?? inner.message).replace(/\.$/, '');
}

async function firstAvailable(download: Download, files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    if (await download.fetchFile(file)) return file;
  }
  return undefined;
}

/**
 * The folder of a model of the Hub, its files downloaded where they are not here yet. Throws a UserError when the
 * server cannot be reached, has no such model, or the model has no ONNX graph.
 */
export async function hubModelFolder(id: string, options: HubOptions = {}): Promise<ModelFolder> {
  const env = options.env ?? process.env;
  const folder = hubFolder(id, env);
  const { dtype } = options;
  try {
    return await findModelFolder(folder, { dtype });
  } catch (error) {
    if (!(error instanceof MissingFileError)) throw error;
  }
  const download = new Download(id, folder, await remoteFolder(id, env), options.onProgress ?? (() => {}));
  for (const file of REQUIRED_FILES) {
    if (!(await download.fetchFile(file))) {
      throw download.failure(`there is no public model of that name, or it has no ${file}`);
    }
  }
  for (const file of OPTIONAL_FILES) await download.fetchFile(file);
  const graphs = graphCandidates(await readModelJson(folder, 'config.json'), dtype);
  const graph = await firstAvailable(download, graphs);
  if (graph === undefined)
    throw download.failure(`it has no ONNX graph, that is none of ${graphs.join(', ')}`);
  for (const file of await weightFiles(folder, graph)) {
    if (!(await download.fetchFile(file))) throw download.failure(`its file ${file} is missing there`);
  }
  return await findModelFolder(folder, { dtype });
}
