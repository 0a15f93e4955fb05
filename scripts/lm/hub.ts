import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
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
import { retry } from './retry.ts';

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

/** Whether a file here has the checksum that is listed for it, if any: a SHA-256 in LFS, otherwise Git's. */
async function isAsListed({ size, blobId, lfs }: ListedFile, path: string): Promise<boolean> {
  const listed = lfs?.sha256 ?? blobId;
  if (listed === undefined) return true;
  return listed === (await hashOfFile(path, lfs ? undefined : createHash('sha1').update(`blob ${size}\0`)));
}

/** Downloads a model, or its tokenizer alone. Files that are here as the Hub lists them are kept. */
async function download(
  id: string,
  { onProgress = () => {}, env = process.env, waitMs = 500 }: HubOptions,
  only?: 'tokenizer',
): Promise<void> {
  const folder = hubFolder(id, env);
  const server = (env.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, '');
  const failure = (reason: string, cause?: unknown): UserError =>
    new UserError(
      `The model ${id} could not be downloaded from ${new URL(server).host}: ${reason.replace(/\.$/, '')}.`,
      { cause },
    );

  async function get(path: string): Promise<Response> {
    const response = await fetch(`${server}/${path}`);
    if (response.ok) return response;
    await response.body?.cancel();
    // The Hub answers 401 also for models that do not exist.
    if ([401, 403, 404].includes(response.status)) throw failure('there is no public model of that name');
    throw new Error(`the server answered ${response.status} for ${path}`);
  }

  /** The library keeps what comes, whatever it is: files that are not as listed are deleted. */
  async function deleteDamaged(files: readonly ListedFile[]): Promise<string | undefined> {
    const here = files.filter(({ rfilename }) => existsSync(join(folder, rfilename)));
    let damaged: string | undefined;
    for (const file of here) {
      if (await isAsListed(file, join(folder, file.rfilename))) continue;
      damaged = file.rfilename;
      await rm(join(folder, damaged));
    }
    return damaged;
  }

  async function attempt(): Promise<void> {
    const response = await get(`api/models/${id}/revision/main?blobs=true`);
    const { sha, siblings = [] } = (await response.json()) as { sha?: string; siblings?: ListedFile[] };
    const names = new Set(siblings.map(({ rfilename }) => rfilename));
    const lacking = REQUIRED_FILES.find((name) => !names.has(name));
    if (lacking) throw failure(`it has no ${lacking}`);
    await deleteDamaged(siblings);
    // The library does not know this file. It comes first: once the required files are here, all are.
    if (names.has('chat_template.jinja')) {
      const template = await get(`${id}/resolve/${sha}/chat_template.jinja`);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'chat_template.jinja'), await template.text());
    }
    const outcome = await loadByLibrary(sha ?? 'main', names).catch((error: unknown) => ({ error }));
    const damaged = await deleteDamaged(siblings);
    if (damaged) throw new Error(`${damaged} came with other bytes than the server lists for it`);
    if (outcome) throw outcome.error;
  }

  async function loadByLibrary(commit: string, names: ReadonlySet<string>): Promise<void> {
    const {
      AutoConfig,
      AutoModelForCausalLM,
      AutoTokenizer,
      env: library,
    } = await import('@huggingface/transformers');
    library.remoteHost = server;
    library.remotePathTemplate = `{model}/resolve/${commit}/`;
    const had = new Set([...names].filter((name) => existsSync(join(folder, name))));
    const options = {
      cache_dir: cacheFolder(env),
      progress_callback: (info: { status: string; file?: string; loaded?: number; total?: number }) => {
        const { status, file = '', loaded = 0, total } = info;
        if (status !== 'progress' || had.has(file)) return;
        const done = loaded === total;
        if (done) had.add(file);
        onProgress({ file, loaded, total: total || undefined, done });
      },
    };
    await AutoConfig.from_pretrained(id, options);
    if (only !== 'tokenizer') {
      const chosen = chosenGraph(await readModelJson(folder, 'config.json'), (file) => names.has(file));
      if (!chosen) throw failure('it has no ONNX graph that transformers.js knows, such as onnx/model.onnx');
      const { dtype, graph } = chosen;
      const use_external_data_format = [...names].filter((name) => name.startsWith(`${graph}_data`)).length;
      // A download counts once the library can open it.
      const model = await AutoModelForCausalLM.from_pretrained(id, {
        ...options,
        device: 'cpu',
        dtype,
        use_external_data_format,
        session_options: { logSeverityLevel: 4 },
      });
      await model.dispose();
    }
    await AutoTokenizer.from_pretrained(id, options);
  }

  const pauseAfter = (error: unknown) => (error instanceof UserError ? undefined : 0);
  await retry(attempt, { attempts: ATTEMPTS, waitMs, pauseAfter }).catch((error) => {
    if (error instanceof UserError) throw error;
    const inner = error.cause instanceof Error && error.cause.message !== '' ? error.cause : error;
    throw failure(reasonOf(inner), error);
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
  await download(id, options);
  return await findModelFolder(folder);
}
