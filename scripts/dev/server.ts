import { existsSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative } from 'node:path';
import { createServer, type ViteDevServer, type WebSocketClient } from 'vite';
import { progressFor, watching } from '#pipeline/progress';
import { WHOLE } from '#render/page/pages';
import { escapeHtml } from '#render/shared/escape-html';
import { CHANGED, HELLO, type PreviewState, STATE } from './messages.ts';
import type { Preview, Sources } from './preview.ts';

/**
 * Shows the report as its sources say now. Vite watches them, loads what an edit touches anew, and talks to the pages;
 * the report itself is made by the same code as in a build, a page when it is asked for.
 */

const PREVIEW = '/scripts/dev/preview.ts';
const CLIENT = '/scripts/dev/client.ts';
/** Their modules keep what they have read of templates, which no module imports. */
const READERS_OF_TEMPLATES = 'scripts/render/';
/** What a chapter is made of. */
const SOURCES = /^(chapters|scripts|templates|package\.json)/;
/** Editors write a file in several steps, and several files at once. */
const SETTLED_MS = 60;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.csv': 'text/csv',
  '.md': 'text/markdown',
  '.json': 'application/json',
};

export interface PreviewServer {
  readonly url: string;
  close(): Promise<void>;
}

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

class Previewer {
  private module: typeof import('./preview.ts') | undefined;
  private sources: Sources | undefined;
  private preview: Preview | undefined;
  /** The last good content of each path that was asked for. */
  private readonly shown = new Map<string, string>();
  private readonly open = new Map<WebSocketClient, string>();
  private mistake: string | null = null;
  private measuring = false;
  private edits = 0;
  private turn: Promise<void> = Promise.resolve();
  private readonly vite: ViteDevServer;
  private readonly options: Options;

  constructor(vite: ViteDevServer, options: Options) {
    this.vite = vite;
    this.options = options;
  }

  /** A file has been changed; an update follows. */
  edited(): void {
    this.edits += 1;
  }

  /** Reads the sources and shows what changed; what is stale on an open page is measured, and shown then. */
  update(files: readonly string[] = []): Promise<void> {
    this.turn = this.turn.then(() => this.updateNow(files));
    return this.turn;
  }

  greet(client: WebSocketClient, page: string): void {
    this.open.set(client, page);
    client.send(STATE, this.state());
    if (!this.measuring && this.sources?.isStaleOn([page])) void this.update();
  }

  /** Gives back what measuring has opened. */
  async close(): Promise<void> {
    await this.module?.closeModel();
  }

  async file(path: string): Promise<string | undefined> {
    if (!this.preview) await this.turn;
    try {
      const content = await this.preview?.file(path);
      if (content !== undefined) this.shown.set(path, content);
      return content ?? (this.preview || !path.endsWith('.html') ? undefined : emptyPage());
    } catch (error) {
      this.tellMistake(error);
      return this.shown.get(path) ?? emptyPage();
    }
  }

  private state(): PreviewState {
    const reasons = (this.sources?.stale ?? []).map(({ id, measurements }) => [
      id,
      measurements.map((one) => `${one.id} (${one.reason})`),
    ]);
    return { mistake: this.mistake, stale: Object.fromEntries(reasons), measuring: this.measuring };
  }

  private tellMistake(error: unknown): void {
    // Which errors are an author's is known where they were thrown: in what Vite has loaded.
    const mistake = this.module?.sentenceOf(error, this.options.root) ?? String(error);
    if (mistake !== this.mistake) this.options.say(mistake);
    this.tell({ mistake });
  }

  private tell({ mistake = null, measuring = false }: Partial<PreviewState>): void {
    this.mistake = mistake;
    this.measuring = measuring;
    this.vite.ws.send(STATE, this.state());
  }

  private async updateNow(files: readonly string[]): Promise<void> {
    const began = performance.now();
    const { edits } = this;
    let measured = false;
    try {
      await this.read();
      const unfitting = await this.show();
      // Until all fits, there is no page of anything.
      const pages = unfitting === undefined ? this.openPages() : [WHOLE];
      if (this.sources?.isStaleOn(pages)) {
        measured = true;
        this.tell({ measuring: true });
        const progress = progressFor(process.stderr);
        await watching(progress, async () => this.sources?.measure(pages, progress));
        await this.read();
        const still = await this.show();
        if (still !== undefined) throw still;
      } else if (unfitting !== undefined) throw unfitting;
      this.tell({});
      const took = `${((performance.now() - began) / 1000).toFixed(1)} s`;
      // Editors write files of their own for a moment.
      const written = files.filter((one) => existsSync(join(this.options.root, one)));
      if (written.length > 0) this.options.say(`${written.join(', ')}: shown after ${took}`);
      else if (measured) this.options.say(`Measured and shown after ${took}`);
    } catch (error) {
      // What was edited meanwhile may have been read in part before and in part after.
      if (this.edits === edits) this.tellMistake(error);
    }
  }

  private async read(): Promise<void> {
    const loaded = (await this.vite.ssrLoadModule(PREVIEW)) as typeof import('./preview.ts');
    if (loaded !== this.module) await this.close();
    this.module = loaded;
    this.sources = await this.module.readSources(this.options.root);
  }

  private openPages(): string[] {
    for (const client of this.open.keys()) if (!this.vite.ws.clients.has(client)) this.open.delete(client);
    return [...new Set(this.open.values())];
  }

  /**
   * Writes the report and sends the pages that changed. Gives an error instead of throwing it: stale results may not fit
   * what is written of them now, and are to be measured first.
   */
  private async show(): Promise<unknown> {
    try {
      const preview = await this.sources?.write();
      const changed: string[] = [];
      for (const path of this.openPages()) {
        const content = await preview?.file(path);
        if (content === undefined || content === this.shown.get(path)) continue;
        this.shown.set(path, content);
        changed.push(path);
      }
      this.preview = preview;
      if (changed.length > 0) this.vite.ws.send(CHANGED, { pages: changed });
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

/** A file of the last build, for what a preview does not make: figures to save, Markdown. */
function builtFile(root: string, path: string): Buffer | undefined {
  const file = join(root, 'output', path);
  const isInside = !relative(join(root, 'output'), file).startsWith('..');
  return isInside && existsSync(file) && statSync(file).isFile() ? readFileSync(file) : undefined;
}

const notThere = (path: string): string =>
  `The report has no ${path} yet. It appears here as soon as chapters/index.ts lists its chapter.`;

async function answer(
  previewer: Previewer,
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const path = pathname === '/' ? 'index.html' : decodeURIComponent(pathname.slice(1));
  const isHtml = path.endsWith('.html');
  const made = await previewer.file(path);
  const built = made === undefined ? builtFile(root, path) : undefined;
  if (made === undefined && built === undefined && !isHtml) return false;
  if (made === undefined && built === undefined) response.statusCode = 404;
  response.setHeader('Content-Type', `${TYPES[extname(path)] ?? 'application/octet-stream'}; charset=utf-8`);
  response.setHeader('Cache-Control', 'no-store');
  if (built !== undefined || !isHtml) response.end(built ?? made);
  else response.end(withClient(made ?? emptyPage(notThere(path)), path));
  return true;
}

/** Starts the server on this machine alone, at a free port unless told. Throws when the port is taken. */
export async function startPreview(options: Options): Promise<PreviewServer> {
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
  const previewer = new Previewer(vite, options);
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
      await previewer.close();
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
