import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelIdentity } from '#lm/identity';
import type { LanguageModel } from '#lm/types';
import type { WrittenReport } from '#report/written';
import { lmBundle } from './code-hash.ts';
import type { Progress } from './progress.ts';
import type { Provenance } from './provenance.ts';
import type { OutputFiles, StepWatcher } from './publish.ts';

/** What rendering is given; the rest it reads from the project: templates, fonts, code regions. */
export interface RenderRequest {
  readonly report: WrittenReport;
  readonly provenance: Provenance;
  /** The file of the last output at a path, if any: a PNG is taken over when its SVG did not change. */
  readonly previous: (path: string) => Uint8Array | undefined;
  readonly onFigure?: (done: number, total: number) => void;
}

/** What the commands do to the world outside: tests pass others. */
export interface Effects {
  openModel(): Promise<LanguageModel>;
  /** Which model `openModel` would open. Rejects with a MissingFileError when it is not on this disk. */
  modelIdentity(): Promise<ModelIdentity>;
  /** SHA-256 of the code behind the model's interface. */
  lmCode(): Promise<string>;
  render(request: RenderRequest): Promise<OutputFiles>;
  readonly measuringVersions: Readonly<Record<string, string>>;
  readonly drawingVersions: Readonly<Record<string, string>>;
  readonly progress: Progress;
  readonly onStep?: StepWatcher;
}

/** Every package that the code behind `lm` imports must be here. */
export const MEASURING_PACKAGES = ['onnxruntime-node', '@huggingface/transformers', 'onnx-proto'];
const DRAWING_PACKAGES = ['vega', 'vega-lite'];

function versionsOf(root: string, names: readonly string[]): Record<string, string> {
  const versions = names.map((name) => {
    const text = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
    const { version }: { version: string } = JSON.parse(text);
    return [name, version];
  });
  return Object.fromEntries(versions);
}

/**
 * The real model and the real rendering, of the project at `root`; the embedded model unless another is named.
 * Modules are loaded when they are needed: a mistake in the options is told at once.
 */
export function realEffects(root: string, progress: Progress, model?: string): Effects {
  return {
    openModel: async () =>
      (await import('#lm/open')).openLanguageModel({ model, onProgress: progress.downloading }),
    modelIdentity: async () => (await import('#lm/identity')).modelIdentity({ model }),
    lmCode: async () => (await lmBundle(root)).hash,
    render: async (request) => (await import('#render/report')).renderReport({ ...request, root }),
    measuringVersions: versionsOf(root, MEASURING_PACKAGES),
    drawingVersions: versionsOf(root, DRAWING_PACKAGES),
    progress,
  };
}
