import {
  keyOf,
  type LabModel,
  type LabTokens,
  type LoadingProgress,
  type ModelDescription,
  type ModelDownload,
  type Records,
  type SentVocabulary,
  Unfinished,
  type Vocabulary,
} from '../../../scripts/page-model/lab';
import { areKept } from './download';
import { type FromWorker, PAGES, type Question, type ToWorker } from './model-messages';

/** A model that runs in the browser once a reader loads it. Until then it answers what was recorded. */

/** How the loading goes; `failed` says why it ended. */
export type Loading =
  | { readonly state: 'unloaded'; readonly failed?: string }
  | { readonly state: 'loading'; readonly progress: LoadingProgress }
  | { readonly state: 'opening' }
  | { readonly state: 'loaded'; readonly isKept: boolean };

export interface BrowserModel extends LabModel {
  /** What has to be loaded, in bytes. */
  readonly bytes: number;
  readonly loading: Loading;
  /** Whether an earlier visit has left the files in this browser. */
  isKept(): Promise<boolean>;
  /** Calls `look` with each change of `loading`. */
  watch(look: () => void): void;
  load(): void;
  cancel(): void;
}

interface Waiting {
  readonly take: ((tokens: LabTokens) => void) | undefined;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** Why this browser cannot run the model; undefined if it may. */
function obstacle(): string | undefined {
  if (!isSecureContext) return 'Browsers run the model only on pages that came over https.';
  if (!('WebAssembly' in globalThis)) return 'This browser has no WebAssembly, which the model needs.';
  if (!('caches' in globalThis)) return 'This browser keeps no files for pages, so it cannot load the model.';
  return undefined;
}

/** Null where something has to be asked of the model. */
type Recorded<T> = Promise<T | undefined>;

export function browserModel(
  { model, download }: ModelDescription & { readonly download: ModelDownload },
  root: URL,
): BrowserModel {
  const files = [download.runtime, ...Object.values(download.files)];
  const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
  const watchers: (() => void)[] = [];
  const waiting = new Map<number, Waiting>();
  let loading: Loading = { state: 'unloaded' };
  let worker: Worker | undefined;
  let asked = 0;
  let records: Promise<Records> | undefined;
  let words: Promise<Vocabulary> | undefined;

  const post = (message: ToWorker) => worker?.postMessage(message);

  function become(next: Loading): void {
    loading = next;
    for (const look of watchers) look();
  }

  function end(failed?: string): void {
    worker?.terminate();
    worker = undefined;
    for (const { reject } of waiting.values()) reject(new Error(failed ?? 'The model was unloaded.'));
    waiting.clear();
    become({ state: 'unloaded', ...(failed === undefined ? {} : { failed }) });
  }

  function hear({ data }: MessageEvent<FromWorker>): void {
    if ('progress' in data) {
      const { loaded, total } = data.progress;
      become(loaded < total ? { state: 'loading', progress: data.progress } : { state: 'opening' });
    } else if ('opened' in data) {
      become({ state: 'loaded', isKept: data.isKept });
      // Whoever loads a model may want to ask it without a connection.
      void keepPages().catch(() => {});
    } else if ('failed' in data) end(data.failed);
    else {
      const one = waiting.get(data.id);
      if ('tokens' in data) {
        one?.take?.(data.tokens);
        return;
      }
      waiting.delete(data.id);
      if ('answer' in data) one?.resolve(data.answer);
      else one?.reject(data.isUnfinished ? new Unfinished(data.refused) : new Error(data.refused));
    }
  }

  async function keepPages(): Promise<void> {
    const { worker: script, threads, records: answers } = download;
    const scripts = ['scripts/lab.js', 'scripts/lab.css', 'lab/model.json', 'lab/vocabulary.json'];
    const paths = ['./', 'index.html', 'lab.html', ...scripts, script, threads, answers];
    const cache = await caches.open(PAGES);
    await cache.addAll(paths.map((path) => new URL(path, root).href));
  }

  /** Asks the worker. */
  async function ask(question: Question, signal?: AbortSignal, take?: Waiting['take']): Promise<unknown> {
    if (loading.state !== 'loaded') throw new Unfinished('Load the model to try your own text.');
    signal?.throwIfAborted();
    const id = ++asked;
    return await new Promise((resolve, reject) => {
      waiting.set(id, { take, resolve, reject });
      signal?.addEventListener('abort', () => {
        if (!waiting.delete(id)) return;
        post({ id, question: undefined });
        reject(signal.reason);
      });
      post({ id, question });
    });
  }

  async function file(path: string): Promise<Response> {
    const response = await fetch(new URL(path, root)).catch(() => undefined);
    if (!response?.ok) throw new Error(`${path} could not be loaded. Is there a connection?`);
    return response;
  }

  async function recorded<T>(find: (all: Records) => T | undefined): Recorded<T> {
    if (loading.state === 'loaded') return undefined;
    records ??= file(download.records).then((response) => response.json() as Promise<Records>);
    records.catch(() => {
      records = undefined;
    });
    return find(await records);
  }

  async function readVocabulary(): Promise<Vocabulary> {
    const path = await recorded(({ vocabulary }) => vocabulary);
    const { special, ...rest } = (await (path === undefined
      ? ask({ ask: 'vocabulary' })
      : (await file(path)).json())) as SentVocabulary;
    return { ...rest, special: new Set(special) };
  }

  return {
    bytes,
    get loading() {
      return loading;
    },
    isKept: async () => obstacle() === undefined && (await areKept(files, root.href)),
    watch(look) {
      watchers.push(look);
    },
    load() {
      if (loading.state !== 'unloaded') return;
      const reason = obstacle();
      if (reason !== undefined) {
        become({ state: 'unloaded', failed: reason });
        return;
      }
      become({ state: 'loading', progress: { loaded: 0, total: bytes } });
      worker = new Worker(new URL(download.worker, root), { type: 'module' });
      worker.addEventListener('message', hear);
      worker.addEventListener('error', ({ message }) =>
        end(`The model could not be started in this browser${message ? `: ${message}` : '.'}`),
      );
      post({ begin: { root: root.href, model, download } });
    },
    cancel: () => end(),
    vocabulary() {
      words ??= readVocabulary();
      words.catch(() => {
        words = undefined;
      });
      return words;
    },
    async predict(text, ids, signal) {
      const path = await recorded(({ predictions }) => predictions[keyOf(text, ids)]);
      if (path === undefined) return (await ask({ ask: 'predict', text, ids }, signal)) as Float32Array;
      return new Float32Array(await (await file(path)).arrayBuffer());
    },
    async tokenize(text, signal) {
      const ids = await recorded(({ tokens }) => tokens[keyOf(text)]);
      return ids ?? ((await ask({ ask: 'tokenize', text }, signal)) as readonly number[]);
    },
    async score(parts, signal, take) {
      const known = await recorded(({ scores }) => scores[keyOf(parts)]);
      if (known) known.forEach(take);
      else await ask({ ask: 'score', parts }, signal, take);
    },
  };
}
