import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '#base/user-error';
import { hashOfFile } from './checksums.ts';
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
import { pauseIn, retry } from './retry.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Public models from the Hugging Face Hub: the commit that `main` is at when the download begins. What was downloaded
 * once is used from then on without asking the network. Environment variables, as Hugging Face's own tools read them:
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

/** Whether a name is OWNER/NAME. */
export function isHubId(id: string): boolean {
  return /^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(id) && !id.includes('..');
}

export function hubFolder(id: string, env: Environment = process.env): string {
  const home = env.HF_HOME ? env.HF_HOME : join(homedir(), '.cache', 'huggingface');
  return join(home, 'transformers.js', ...id.split('/'));
}

interface ListedFile {
  readonly rfilename: string;
  readonly size?: number;
  /** The SHA-1 by which Git knows the file; for one in LFS, its pointer. */
  readonly blobId?: string;
  readonly lfs?: { readonly sha256: string };
}

/** Trouble on the way, which another attempt may not meet. */
class TransferError extends Error {
  readonly pauseMs: number;

  constructor(message: string, pauseMs = 0) {
    super(message);
    this.pauseMs = pauseMs;
  }
}

interface Download {
  has(name: string): boolean;
  /** Downloads files unless they are here as listed. Throws a UserError when it cannot, or one is not listed. */
  fetchFiles(names: readonly string[]): Promise<void>;
  failure(reason: string, cause?: unknown): UserError;
}

/** Finds out the commit and its files. Throws a UserError when the server has no such public model. */
async function beginDownload(id: string, folder: string, options: HubOptions): Promise<Download> {
  const { onProgress = () => {}, env = process.env, waitMs = 500 } = options;
  const server = (env.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, '');

  function failure(reason: string, cause?: unknown): UserError {
    const { host } = new URL(server);
    return new UserError(`The model ${id} could not be downloaded from ${host}: ${reason}.`, { cause });
  }

  async function attempt<T>(once: () => Promise<T>): Promise<T> {
    const pauseAfter = (error: unknown): number | undefined => {
      if (error instanceof TransferError) return error.pauseMs;
      return error instanceof TypeError ? 0 : undefined; // of fetch and its body
    };
    return await retry(once, { attempts: ATTEMPTS, waitMs, pauseAfter }).catch((cause) => {
      throw cause instanceof UserError ? cause : failure(reasonOf(cause), cause);
    });
  }

  async function get(path: string): Promise<Response> {
    const response = await fetch(`${server}/${path}`);
    if (response.ok) return response;
    await response.body?.cancel();
    const { status } = response;
    // The Hub answers 401 also for models that do not exist.
    if ([401, 403, 404].includes(status)) throw failure('there is no public model of that name');
    const reason = `the server answered ${status} for ${path}`;
    if (status !== 429 && status < 500) throw failure(reason);
    const pauseMs = pauseIn(response.headers.get('retry-after'));
    if (pauseMs <= LONGEST_PAUSE_MS) throw new TransferError(reason, pauseMs);
    throw failure(`${reason}; it asks to wait ${Math.ceil(pauseMs / 1000)} seconds`);
  }

  const { commit, files } = await attempt(async () => {
    const response = await get(`api/models/${id}/revision/main?blobs=true`);
    const { sha, siblings } = (await response.json()) as { sha?: string; siblings?: ListedFile[] };
    if (!sha || !siblings) throw failure('the server does not list its files');
    return { commit: sha, files: new Map(siblings.map((file) => [file.rfilename, file])) };
  });

  /** Writes beside the file and renames at the end, so that a file with its name is always whole. */
  async function store(file: ListedFile, path: string): Promise<void> {
    const { rfilename: name, size: total } = file;
    const partial = `${path}.${process.pid}.part`;
    const response = await get(`${id}/resolve/${commit}/${encodeURI(name)}`);
    let loaded = 0;
    try {
      await mkdir(dirname(path), { recursive: true });
      onProgress({ file: name, loaded, total, done: false });
      await writeFile(partial, counted(response.body ?? []));
      if (!(await isAsListed(file, partial)))
        throw new TransferError(`${name} came with other bytes than the server lists for it`);
      await rename(partial, path);
    } finally {
      await rm(partial, { force: true });
    }
    onProgress({ file: name, loaded, total, done: true });

    async function* counted(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
      for await (const chunk of chunks) {
        yield chunk;
        loaded += chunk.length;
        onProgress({ file: name, loaded, total, done: false });
      }
    }
  }

  return {
    failure,
    has: (name) => files.has(name),
    async fetchFiles(names) {
      for (const name of names) {
        const file = files.get(name);
        if (!file) throw failure(`it has no ${name}`);
        const path = join(folder, name);
        if (existsSync(path) && (await isAsListed(file, path))) continue;
        await attempt(() => store(file, path));
      }
    },
  };
}

/** Whether a file here has the checksum that is listed for it, if any: a SHA-256 in LFS, otherwise Git's. */
async function isAsListed({ size, blobId, lfs }: ListedFile, path: string): Promise<boolean> {
  const listed = lfs?.sha256 ?? blobId;
  if (listed === undefined) return true;
  return listed === (await hashOfFile(path, lfs ? undefined : createHash('sha1').update(`blob ${size}\0`)));
}

/** Why a request failed: fetch puts it into the error's cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause instanceof Error && error.cause.message !== '' ? error.cause : error;
  return (inner.message.split('\n')[0] ?? inner.message).replace(/\.$/, '');
}

/** The folder of a model of the Hub with its tokenizer, but not its weights, downloaded like hubModelFolder. */
export async function hubTokenizerFolder(id: string, options: HubOptions = {}): Promise<string> {
  const folder = hubFolder(id, options.env);
  if (REQUIRED_FILES.every((file) => existsSync(join(folder, file)))) return folder;
  const download = await beginDownload(id, folder, options);
  // The required ones last: once they are here, all are.
  await download.fetchFiles([...OPTIONAL_FILES.filter((file) => download.has(file)), ...REQUIRED_FILES]);
  return folder;
}

/** The folder of a model of the Hub, downloaded as needed. Throws a UserError when it cannot, or there is no graph. */
export async function hubModelFolder(id: string, options: HubOptions = {}): Promise<ModelFolder> {
  const folder = hubFolder(id, options.env);
  try {
    return await findModelFolder(folder);
  } catch (error) {
    if (!(error instanceof MissingFileError)) throw error;
  }
  const download = await beginDownload(id, folder, options);
  await download.fetchFiles([...REQUIRED_FILES, ...OPTIONAL_FILES.filter((file) => download.has(file))]);
  const graphs = graphCandidates(await readModelJson(folder, 'config.json'));
  const graph = graphs.find((file) => download.has(file));
  if (graph === undefined)
    throw download.failure(`it has no ONNX graph, that is none of ${graphs.join(', ')}`);
  await download.fetchFiles([graph]);
  await download.fetchFiles(await weightFiles(folder, graph));
  return await findModelFolder(folder);
}
