import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ProgressInfo } from '@huggingface/transformers';
import { UserError } from '#base/user-error';
import { hashOfFile } from './checksums.ts';
import type { DownloadProgress } from './download-progress.ts';
import {
  chosenGraph,
  findModelFolder,
  MissingFileError,
  type ModelFolder,
  REQUIRED_FILES,
  readModelJson,
  reasonOf,
} from './model-folder.ts';
import { pauseIn, retry } from './retry.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Public models of the Hugging Face Hub, downloaded by transformers.js into its cache folder: the commit that `main` is
 * at when the download begins. What is there is used from then on without asking the network. Environment variables, as
 * Hugging Face's own tools read them:
 * - HF_HOME: models are kept in its folder `transformers.js` (default: `~/.cache/huggingface/transformers.js`)
 * - HF_ENDPOINT: another server that is laid out as the Hub is
 */
interface HubOptions {
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly env?: Environment;
  /** How long to wait before the first of the further attempts; each one waits twice as long. */
  readonly waitMs?: number;
}

const ATTEMPTS = 4;
/** The Hub counts requests for five minutes; whoever is to wait for longer is told at once. */
const LONGEST_PAUSE_MS = 300_000;

class BusyError extends Error {
  readonly pauseMs: number;

  constructor(message: string, pauseMs: number) {
    super(message);
    this.pauseMs = pauseMs;
  }
}

/** Whether a name is OWNER/NAME. */
export function isHubId(id: string): boolean {
  return /^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(id) && !id.includes('..');
}

function cacheFolder(env: Environment): string {
  return join(env.HF_HOME || join(homedir(), '.cache', 'huggingface'), 'transformers.js');
}

export function hubFolder(id: string, env: Environment = process.env): string {
  return join(cacheFolder(env), ...id.split('/'));
}

interface ListedFile {
  readonly rfilename: string;
  readonly size?: number;
  /** The SHA-1 by which Git knows the file; for one in LFS, its pointer. */
  readonly blobId?: string;
  readonly lfs?: { readonly sha256: string };
}

interface Listing {
  readonly sha?: string;
  readonly siblings?: readonly ListedFile[];
}

/** Whether a file here has the checksum that is listed for it, if any: a SHA-256 in LFS, otherwise Git's. */
async function isAsListed({ size, blobId, lfs }: ListedFile, path: string): Promise<boolean> {
  const listed = lfs?.sha256 ?? blobId;
  if (listed === undefined) return true;
  return listed === (await hashOfFile(path, lfs ? undefined : createHash('sha1').update(`blob ${size}\0`)));
}

/** Deletes the files here that are not as the Hub lists them: the library keeps whatever came. Gives the last of them. */
async function deleteDamaged(files: readonly ListedFile[], folder: string): Promise<string | undefined> {
  let damaged: string | undefined;
  for (const file of files) {
    const path = join(folder, file.rfilename);
    if (!existsSync(path) || (await isAsListed(file, path))) continue;
    damaged = file.rfilename;
    await rm(path);
  }
  return damaged;
}

/** Downloads a model, or its tokenizer alone. Files that are here as the Hub lists them are kept. */
async function download(id: string, options: HubOptions, parts: 'all' | 'tokenizer'): Promise<void> {
  const { onProgress = () => {}, env = process.env, waitMs = 500 } = options;
  const folder = hubFolder(id, env);
  const server = (env.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, '');

  function failure(reason: string, cause?: unknown): UserError {
    const { host } = new URL(server);
    return new UserError(`The model ${id} could not be downloaded from ${host}: ${reason}.`, { cause });
  }

  async function get(path: string): Promise<Response> {
    const response = await fetch(`${server}/${path}`);
    // The Hub answers 401 also for models that do not exist.
    if ([401, 403, 404].includes(response.status)) throw failure('there is no public model of that name');
    if (response.ok) return response;
    const reason = `the server answered ${response.status} for ${path}`;
    const pauseMs = pauseIn(response.headers.get('retry-after'));
    if (pauseMs > LONGEST_PAUSE_MS)
      throw failure(`${reason}; it asks to wait ${Math.ceil(pauseMs / 1000)} seconds`);
    throw new BusyError(reason, pauseMs);
  }

  async function load(commit: string, names: readonly string[]): Promise<void> {
    const library = await import('@huggingface/transformers');
    library.env.remoteHost = server;
    library.env.remotePathTemplate = `{model}/resolve/${commit}/`;
    const done = new Set(names.filter((name) => existsSync(join(folder, name))));
    const progress_callback = (info: ProgressInfo) => {
      if (info.status !== 'progress' || done.has(info.file)) return;
      const { file, loaded, total } = info;
      if (loaded === total) done.add(file);
      onProgress({ file, loaded, total, done: loaded === total });
    };
    const request = { cache_dir: cacheFolder(env), progress_callback };
    await library.AutoConfig.from_pretrained(id, request);
    if (parts === 'all') {
      const config = await readModelJson(folder, 'config.json');
      const chosen = chosenGraph(config, (file) => names.includes(file));
      if (!chosen) throw failure('it has no ONNX graph, such as onnx/model.onnx');
      // A download counts once the library can open it.
      const model = await library.AutoModelForCausalLM.from_pretrained(id, {
        ...request,
        device: 'cpu',
        dtype: chosen.dtype,
        use_external_data_format: names.filter((name) => name.startsWith(`${chosen.graph}_data`)).length,
        session_options: { logSeverityLevel: 4 },
      });
      await model.dispose();
    }
    // The tokenizer comes last: once it is here, everything is.
    await library.AutoTokenizer.from_pretrained(id, request);
  }

  async function attempt(): Promise<void> {
    const response = await get(`api/models/${id}/revision/main?blobs=true`);
    const { sha = 'main', siblings = [] } = (await response.json()) as Listing;
    const names = siblings.map(({ rfilename }) => rfilename);
    const lacking = REQUIRED_FILES.find((name) => !names.includes(name));
    if (lacking) throw failure(`it has no ${lacking}`);
    await deleteDamaged(siblings, folder);
    if (names.includes('chat_template.jinja')) {
      // The library does not load this one.
      const template = await get(`${id}/resolve/${sha}/chat_template.jinja`);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'chat_template.jinja'), await template.text());
    }
    const outcome = await load(sha, names).catch((error: unknown) => ({ error }));
    const damaged = await deleteDamaged(siblings, folder);
    if (damaged) throw new Error(`${damaged} came with other bytes than the server lists for it`);
    if (outcome) throw outcome.error;
  }

  const pauseAfter = (error: unknown) => {
    if (error instanceof UserError) return undefined;
    return error instanceof BusyError ? error.pauseMs : 0;
  };
  await retry(attempt, { attempts: ATTEMPTS, waitMs, pauseAfter }).catch((error) => {
    if (error instanceof UserError) throw error;
    const inner = error.cause instanceof Error && error.cause.message !== '' ? error.cause : error;
    throw failure(reasonOf(inner).replace(/\.$/, ''), error);
  });
}

/** The folder of a model of the Hub with its tokenizer, but not its weights, downloaded like hubModelFolder. */
export async function hubTokenizerFolder(id: string, options: HubOptions = {}): Promise<string> {
  const folder = hubFolder(id, options.env);
  if (!REQUIRED_FILES.every((file) => existsSync(join(folder, file))))
    await download(id, options, 'tokenizer');
  return folder;
}

/** The folder of a model of the Hub, downloaded as needed. Throws a UserError when it cannot. */
export async function hubModelFolder(id: string, options: HubOptions = {}): Promise<ModelFolder> {
  const folder = hubFolder(id, options.env);
  try {
    return await findModelFolder(folder);
  } catch (error) {
    if (!(error instanceof MissingFileError)) throw error;
  }
  await download(id, options, 'all');
  return await findModelFolder(folder);
}
