import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Comparison } from '#compare/compare-reports';
import { EMBEDDED_MODEL, type ModelIdentity } from '#lm/identity';
import { identityOf, type ModelRequest, openRequested } from '#lm/model-options';
import type { LanguageModel } from '#lm/types';
import { type Cache, noCache } from '#render/shared/cache';
import type { ComparedReport } from '#render/shared/format-input';
import type { DictionaryRow } from '#report/dictionary';
import type { WrittenReport } from '#report/report-tree';
import { openCache } from './cache.ts';
import { lmBundle } from './code-hash.ts';
import type { Toolchain } from './data-store.ts';
import { DRAWING_PACKAGES, ENGINE_PACKAGES, MEASURING_PACKAGES, versionsOf } from './package-versions.ts';
import type { Progress } from './progress.ts';
import type { Provenance } from './provenance.ts';
import type { OutputFiles, StepWatcher } from './publish.ts';

/** What rendering is given; the rest it reads from the project: templates, fonts, code regions. */
export interface RenderRequest {
  readonly report: WrittenReport;
  readonly provenance: Provenance;
  /** A page that compares this report with another, and what it says in a sentence. */
  readonly comparison?: ComparedReport | undefined;
  /** The fields of the results. */
  readonly dictionary: readonly DictionaryRow[];
  /** The file of the last output at a path, if any: a PNG is taken over when its SVG did not change. */
  readonly previous: (path: string) => Uint8Array | undefined;
  readonly onFigure?: (done: number, total: number) => void;
}

/** The model, the renderer and what else the commands use; tests pass others. */
export interface Services {
  openModel(): Promise<LanguageModel>;
  /** Which model `openModel` would open. Rejects with a MissingFileError when it is not on this disk. */
  modelIdentity(): Promise<ModelIdentity>;
  /** What runs a model behind a server, or one in this process. */
  runtime(behindServer: boolean): Promise<Omit<Toolchain, 'model'>>;
  render(request: RenderRequest): Promise<OutputFiles>;
  /** The page about two reports, with its figures and data; `previous` as for rendering. */
  renderComparison?(compared: Comparison, previous: RenderRequest['previous']): Promise<OutputFiles>;
  /** Begins to load what `render` needs; whoever has other things to wait for calls it first. */
  prepareRendering?(): void;
  /** Results of slow, pure work of earlier runs. Without it everything is computed anew. */
  cache?(): Promise<Cache>;
  readonly drawingVersions: Readonly<Record<string, string>>;
  readonly progress: Progress;
  readonly onStep?: StepWatcher;
}

/** What the file system says of a folder's files; where none of that changed, neither did the files. Empty without a folder. */
function stampsOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return paths.map((path) => {
    const found = statSync(join(folder, path), { bigint: true, throwIfNoEntry: false });
    return [path, found?.size, found?.mtimeNs, found?.ctimeNs, found?.ino].join(' ');
  });
}

/** The real model and rendering of the project at `root`. With `cached`, earlier runs' results are used again. */
export function realServices(
  root: string,
  progress: Progress,
  request: ModelRequest = {},
  { cached = false }: { readonly cached?: boolean } = {},
): Services {
  const loadRendering = async () => {
    const rendering = await import('#render/report');
    rendering.prepareRendering(root);
    return rendering;
  };
  let opened: Promise<Cache> | undefined;
  const cache = (): Promise<Cache> => {
    opened ??= cached ? openCache(root) : Promise.resolve(noCache);
    return opened;
  };
  let rendering: ReturnType<typeof loadRendering> | undefined;
  return {
    openModel: () => openRequested(request, progress.downloading),
    modelIdentity: async () => {
      const identity = () => identityOf(request);
      const isOwn = request.model === undefined && request.engine === undefined;
      const stamps = cached && isOwn ? stampsOf(join(root, 'models', EMBEDDED_MODEL)) : [];
      return stamps.length > 0 ? (await cache())('model', stamps, identity) : identity();
    },
    runtime: async (behindServer) => ({
      lmCode: (await lmBundle(root, behindServer)).hash,
      measuredWith: versionsOf(root, behindServer ? ENGINE_PACKAGES : MEASURING_PACKAGES),
    }),
    prepareRendering() {
      rendering ??= loadRendering();
      rendering.catch(() => {}); // `render` tells what went wrong
    },
    render: async (request) => {
      const [{ renderReport }, opened] = await Promise.all([rendering ?? loadRendering(), cache()]);
      return renderReport({ ...request, root, cache: opened });
    },
    renderComparison: async (compared, previous) => {
      const [{ comparisonFiles }, opened] = await Promise.all([import('#compare/files'), cache()]);
      return comparisonFiles(compared, { root, cache: opened, previous, toReport: '../' });
    },
    cache,
    drawingVersions: versionsOf(root, DRAWING_PACKAGES),
    progress,
  };
}
