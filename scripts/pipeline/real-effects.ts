import type { LanguageModel } from '#lm/types';
import type { Make } from './data-store.ts';
import type { Progress } from './progress.ts';
import { drawingVersions, measuringVersions } from './provenance.ts';
import type { Effects } from './report-run.ts';

export interface RealEffectsOptions {
  /** The project's root: templates, fonts, code regions and packages are below it. */
  readonly root: string;
  readonly progress: Progress;
  readonly openModel: () => Promise<LanguageModel>;
  readonly modelIdentity: () => Promise<Make['model']>;
}

/** What the commands do to the world outside, with a real model and the real rendering. */
export function realEffects({ root, progress, openModel, modelIdentity }: RealEffectsOptions): Effects {
  return {
    openModel,
    modelIdentity,
    // Loaded when it is needed: a mistake in the options is told at once.
    render: async (request) => (await import('#render/report')).renderReport({ ...request, root }),
    measuringVersions: measuringVersions(root),
    drawingVersions: drawingVersions(root),
    progress,
    now: () => performance.now(),
  };
}
