import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Comparison } from '#compare/compare-reports';
import { identityOf, type ModelRequest, openRequested } from '#lm/model-options';
import type { LanguageModel, ModelIdentity } from '#lm/types';
import type { RenderInput } from '#render/report';
import { type Cache, noCache } from '#render/shared/cache';
import { openCache } from './cache.ts';
import { lmBundle } from './code-hash.ts';
import type { Toolchain } from './data-store.ts';
import type { Progress } from './progress.ts';
import type { OutputFiles, StepWatcher } from './publish.ts';

const DRAWING_PACKAGES = ['vega', 'vega-lite'];

export type RenderRequest = Omit<RenderInput, 'root' | 'cache' | 'renderer' | 'drawn'>;

/** The file of the last output at a path, if any. */
export type PreviousFile = (path: string) => Uint8Array | undefined;

/** The model, the renderer and what else the commands use; tests pass others. */
export interface Services {
  openModel(): Promise<LanguageModel>;
  /** Which model `openModel` would open. Rejects with a MissingFileError when it is not on this disk. */
  modelIdentity(): Promise<ModelIdentity>;
  /** What runs a model behind a server, or one in this process. */
  runtime(behindServer: boolean): Promise<Omit<Toolchain, 'model'>>;
  render(request: RenderRequest): Promise<OutputFiles>;
  /** The page about two reports, with its figures and data; `previous` as for rendering. */
  renderComparison?(compared: Comparison, previous: PreviousFile): Promise<OutputFiles>;
  /** Results of slow, pure work of earlier runs. Without it everything is computed anew. */
  readonly cache?: Cache;
  readonly drawingVersions: Readonly<Record<string, string>>;
  readonly progress: Progress;
  readonly onStep?: StepWatcher;
}

/** The real model and rendering of the project at `root`. With `cached`, earlier runs' results are used again. */
export function realServices(
  root: string,
  progress: Progress,
  request: ModelRequest = {},
  { cached = false }: { readonly cached?: boolean } = {},
): Services {
  const cache = cached ? openCache(root) : noCache;
  return {
    openModel: () => openRequested(request, progress.downloading),
    modelIdentity: () => identityOf(request, progress.downloading),
    async runtime(behindServer) {
      const { hash, packages } = await lmBundle(root, behindServer);
      return { lmCode: hash, measuredWith: versionsOf(root, packages) };
    },
    render: async (request) => {
      const { renderReport } = await import('#render/report');
      return renderReport({ ...request, root, cache });
    },
    renderComparison: async (compared, previous) => {
      const { comparisonFiles } = await import('#compare/files');
      return comparisonFiles(compared, { root, cache, previous, toReport: '../' });
    },
    cache,
    drawingVersions: versionsOf(root, DRAWING_PACKAGES),
    progress,
  };
}

/** The installed version of each package, in the order of their names. */
function versionsOf(root: string, packages: readonly string[]): Record<string, string> {
  const versions = [...packages].sort().map((name) => {
    const text = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
    const { version }: { version: string } = JSON.parse(text);
    return [name, version];
  });
  return Object.fromEntries(versions);
}
