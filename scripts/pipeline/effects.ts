import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EMBEDDED_MODEL, type ModelIdentity } from '#lm/identity';
import { identityOf, type ModelRequest, openRequested } from '#lm/request';
import type { LanguageModel } from '#lm/types';
import { makeAnew, type Remember } from '#render/shared/remember';
import type { WrittenReport } from '#report/written';
import { lmBundle } from './code-hash.ts';
import type { ComparedReport } from './comparison.ts';
import type { Progress } from './progress.ts';
import type { Provenance } from './provenance.ts';
import type { OutputFiles, StepWatcher } from './publish.ts';
import { rememberingIn } from './remembered.ts';

/** What rendering is given; the rest it reads from the project: templates, fonts, code regions. */
export interface RenderRequest {
  readonly report: WrittenReport;
  readonly provenance: Provenance;
  /** A page that compares this report with another, and what it says in a sentence. */
  readonly comparison?: { readonly address: string; readonly summary: string } | undefined;
  /** The file of the last output at a path, if any: a PNG is taken over when its SVG did not change. */
  readonly previous: (path: string) => Uint8Array | undefined;
  readonly onFigure?: (done: number, total: number) => void;
}

/** What lies between a measurement and the weights. */
export interface Runtime {
  /** SHA-256 of the code behind the model's interface. */
  readonly lmCode: string;
  /** Versions of the packages that it uses. */
  readonly measuredWith: Readonly<Record<string, string>>;
}

/** What the commands do to the world outside: tests pass others. */
export interface Effects {
  openModel(): Promise<LanguageModel>;
  /** Which model `openModel` would open. Rejects with a MissingFileError when it is not on this disk. */
  modelIdentity(): Promise<ModelIdentity>;
  /** What runs a model behind a server, or one in this process. */
  runtime(behindServer: boolean): Promise<Runtime>;
  render(request: RenderRequest): Promise<OutputFiles>;
  /** The page about two reports, with its figures and data; `previous` as for rendering. */
  renderComparison?(compared: ComparedReport, previous: RenderRequest['previous']): Promise<OutputFiles>;
  /** Begins to load what `render` needs; whoever has other things to wait for calls it first. */
  prepareRendering?(): void;
  /** Slow and pure work of earlier runs; everything is done anew where there is none. */
  remembering?(): Promise<Remember>;
  readonly drawingVersions: Readonly<Record<string, string>>;
  readonly progress: Progress;
  readonly onStep?: StepWatcher;
}

/** Every package that the code behind `lm` imports must be here. */
export const MEASURING_PACKAGES = ['onnxruntime-node', '@huggingface/transformers', 'onnx-proto'];
/** The same for a model behind a server. */
export const ENGINE_PACKAGES = ['@huggingface/transformers', 'onnx-proto'];
const DRAWING_PACKAGES = ['vega', 'vega-lite'];

function versionsOf(root: string, names: readonly string[]): Record<string, string> {
  const versions = names.map((name) => {
    const text = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
    const { version }: { version: string } = JSON.parse(text);
    return [name, version];
  });
  return Object.fromEntries(versions);
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

/**
 * The real model and the real rendering, of the project at `root`; the embedded model unless another is asked for.
 * With `remembers`, drawings that nothing changed in are taken from an earlier run.
 */
export function realEffects(
  root: string,
  progress: Progress,
  request: ModelRequest = {},
  { remembers = false }: { readonly remembers?: boolean } = {},
): Effects {
  const loadRendering = async () => {
    const rendering = await import('#render/report');
    rendering.prepareRendering(root);
    return rendering;
  };
  let remember: Promise<Remember> | undefined;
  const remembering = (): Promise<Remember> => {
    remember ??= remembers ? rememberingIn(root) : Promise.resolve(makeAnew);
    return remember;
  };
  let rendering: ReturnType<typeof loadRendering> | undefined;
  return {
    openModel: () => openRequested(request, progress.downloading),
    modelIdentity: async () => {
      const identity = () => identityOf(request);
      const isOwn = request.model === undefined && request.engine === undefined;
      const stamps = remembers && isOwn ? stampsOf(join(root, 'models', EMBEDDED_MODEL)) : [];
      return stamps.length > 0 ? (await remembering())('model', stamps, identity) : identity();
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
      const [{ renderReport }, remember] = await Promise.all([rendering ?? loadRendering(), remembering()]);
      return renderReport({ ...request, root, remember });
    },
    renderComparison: async ({ comparison, sides }, previous) => {
      const [{ comparisonFiles }, remember] = await Promise.all([import('#compare/files'), remembering()]);
      return comparisonFiles(comparison, sides, { root, remember, previous, toReport: '../' });
    },
    remembering,
    drawingVersions: versionsOf(root, DRAWING_PACKAGES),
    progress,
  };
}
