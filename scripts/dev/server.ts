import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, relative } from 'node:path';
import { createServer, type ViteDevServer, type WebSocketClient } from 'vite';
import { fileBelow, mediaType } from '#base/local-server';
import { Queue } from '#base/queue';
import { progressFor, watching } from '#pipeline/progress';
import { WHOLE } from '#render/page/pages';
import { escapeHtml } from '#render/shared/escape-html';
import { CHANGED, HELLO, type PreviewState, STATE } from './messages.ts';
import type { Preview, Sources } from './preview.ts';

/** Serves the report as its sources say now. Vite watches and reloads them; each page is rendered when asked for. */

const PREVIEW = '/scripts/dev/preview.ts';
const CLIENT = '/scripts/dev/client.ts';
/** Their modules keep what they have read of templates, which no module imports. */
const READERS_OF_TEMPLATES = 'scripts/render/';
const SOURCES = /^(chapters|scripts|templates|package\.json)/;
/** Editors write a file in several steps, and several files at once. */
const SETTLED_MS = 60;

interface Options {
  readonly root: string;
  readonly port?: number | undefined;
  readonly say: (line: string) => void;
}

/** A page of the preview: without the rules against scripts of others, and with ours. */
function withClient(html: string, path: string): string {
  return html
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>\n?/, '')
    .replace('<html', `<html data-preview="${escapeHtml(path)}"`)
    .replace('</body>', `<script type="module" src="${CLIENT}"></script>\n</body>`);
}

/** A page without content, which is loaded again as soon as there is some. */
const emptyPage = (text = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Nats &amp; Bits</title></head><body><main>${escapeHtml(text)}</main></body></html>`;

/** What is shown now, and how it follows the sources. */
function previewOf(vite: ViteDevServer, { root, say }: Options) {
  let module: typeof import('./preview.ts') | undefined;
  let sources: Sources | undefined;
  let preview: Preview | undefined;
  /** The last good content of each path that was asked for. */
  const shown = new Map<string, string>();
  const open = new Map<WebSocketClient, string>();
  let mistake: string | null = null;
  let measuring = false;
  let edits = 0;
  const turns = new Queue();

  const state = (): PreviewState => ({ mistake, stale: sources?.stale ?? {}, measuring });

  function tell(now: Partial<PreviewState>): void {
    ({ mistake = null, measuring = false } = now);
    vite.ws.send(STATE, state());
  }

  function tellMistake(error: unknown): void {
    // Which errors are an author's is known where they were thrown: in what Vite has loaded.
    const sentence = module?.sentenceOf(error, root) ?? String(error);
    if (sentence !== mistake) say(sentence);
    tell({ mistake: sentence });
  }

  const closeModel = async (): Promise<void> => module?.closeModel();

  async function read(): Promise<void> {
    const loaded = (await vite.ssrLoadModule(PREVIEW)) as typeof import('./preview.ts');
    if (loaded !== module) await closeModel();
    module = loaded;
    sources = await loaded.readSources(root);
  }

  function openPages(): string[] {
    for (const client of open.keys()) if (!vite.ws.clients.has(client)) open.delete(client);
    return [...new Set(open.values())];
  }

  /** Writes the report and sends changed pages. Gives an error instead of throwing it: stale results may not fit yet. */
  async function show(): Promise<unknown> {
    try {
      const written = await sources?.write();
      const changed: string[] = [];
      for (const path of openPages()) {
        const content = await written?.file(path);
        if (content === undefined || content === shown.get(path)) continue;
        shown.set(path, content);
        changed.push(path);
      }
      preview = written;
      if (changed.length > 0) vite.ws.send(CHANGED, { pages: changed });
      return undefined;
    } catch (error) {
      return error;
    }
  }

  async function updateNow(files: readonly string[]): Promise<void> {
    const began = performance.now();
    const editsBefore = edits;
    let measured = false;
    try {
      await read();
      const unfitting = await show();
      // While stale results do not fit, no page can be written, whichever needs them.
      const pages = unfitting === undefined ? openPages() : [WHOLE];
      if (sources?.isStaleOn(pages)) {
        measured = true;
        tell({ measuring: true });
        const progress = progressFor(process.stderr);
        await watching(progress, async () => sources?.measure(pages, progress));
        await read();
        const still = await show();
        if (still !== undefined) throw still;
      } else if (unfitting !== undefined) throw unfitting;
      tell({});
      const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
      // Editors write files of their own for a moment.
      const written = files.filter((one) => existsSync(join(root, one)));
      if (written.length > 0) say(`${written.join(', ')}: shown after ${took}`);
      else if (measured) say(`Measured and shown after ${took}`);
    } catch (error) {
      // What was edited meanwhile may have been read in part before and in part after.
      if (edits === editsBefore) tellMistake(error);
    }
  }

  /** Reads the sources and shows what changed; what is stale on an open page is measured, and shown then. */
  const update = (files: readonly string[] = []): Promise<void> => turns.run(() => updateNow(files));

  return {
    update,
    closeModel,
    /** A file has been changed; an update follows. */
    edited(): void {
      edits += 1;
    },
    greet(client: WebSocketClient, page: string): void {
      open.set(client, page);
      client.send(STATE, state());
      if (!measuring && sources?.isStaleOn([page])) void update();
    },
    async file(path: string): Promise<string | undefined> {
      if (!preview) await turns.settled();
      try {
        const content = await preview?.file(path);
        if (content !== undefined) shown.set(path, content);
        return content ?? (preview || !path.endsWith('.html') ? undefined : emptyPage());
      } catch (error) {
        tellMistake(error);
        return shown.get(path) ?? emptyPage();
      }
    },
  };
}

const notThere = (path: string): string =>
  `The report has no ${path} yet. It appears here as soon as chapters/index.ts lists its chapter.`;

async function answer(
  previewer: ReturnType<typeof previewOf>,
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const path = pathname === '/' ? 'index.html' : decodeURIComponent(pathname.slice(1));
  const isHtml = path.endsWith('.html');
  const made = await previewer.file(path);
  // The last build has what a preview does not make: figures to save, Markdown.
  const built =
    made === undefined
      ? fileBelow(join(root, 'output'), pathname === '/' ? '/index.html' : pathname)
      : undefined;
  if (made === undefined && built === undefined && !isHtml) return false;
  if (made === undefined && built === undefined) response.statusCode = 404;
  response.setHeader('Content-Type', mediaType(path));
  response.setHeader('Cache-Control', 'no-store');
  if (built !== undefined) response.end(readFileSync(built));
  else if (!isHtml) response.end(made);
  else response.end(withClient(made ?? emptyPage(notThere(path)), path));
  return true;
}

/** Starts the server on this machine alone, at a free port unless told. Throws when the port is taken. */
export async function startPreview(options: Options) {
  const { root, port } = options;
  const vite = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'silent',
    clearScreen: false,
    optimizeDeps: { noDiscovery: true },
    server: {
      host: '127.0.0.1',
      port: port ?? 5173,
      strictPort: port !== undefined,
      hmr: { overlay: false },
      watch: {
        ignored: ['output', '.build', '.check', 'models', 'test'].map((name) => join(root, name, '**')),
      },
    },
    plugins: [
      {
        name: 'preview',
        configureServer(server) {
          server.middlewares.use((request, response, next) => {
            answer(previewer, root, request, response).then((done) => done || next(), next);
          });
        },
      },
    ],
  });
  const previewer = previewOf(vite, options);
  vite.ws.on(HELLO, ({ page }: { readonly page: string }, client) => previewer.greet(client, page));
  const edited = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  vite.watcher.on('all', (_event, file) => {
    const path = relative(root, file).replaceAll('\\', '/');
    if (!SOURCES.test(path)) return;
    previewer.edited();
    edited.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const files = [...edited].sort();
      edited.clear();
      if (files.some((one) => one.startsWith('templates/'))) forgetTemplates(vite, root);
      void previewer.update(files);
    }, SETTLED_MS);
  });
  await vite.listen();
  await previewer.update();
  return {
    url: vite.resolvedUrls?.local[0] ?? '',
    async close() {
      clearTimeout(timer);
      await vite.close();
      await previewer.closeModel();
    },
  };
}

/** Vite does not know which modules have read a template. */
function forgetTemplates(vite: ViteDevServer, root: string): void {
  const { moduleGraph } = vite.environments.ssr;
  for (const module of moduleGraph.idToModuleMap.values()) {
    if (module.file?.startsWith(join(root, READERS_OF_TEMPLATES))) moduleGraph.invalidateModule(module);
  }
}
