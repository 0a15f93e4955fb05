import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelIdentity } from '#lm/identity';
import { openLanguageModel } from '#lm/open';
import { buildReport } from '#pipeline/build-report';
import { type Progress, SILENT } from '#pipeline/progress';
import { loadProject } from '#pipeline/project';
import { otherOutput } from '#pipeline/publish';
import { realEffects } from '#pipeline/real-effects';

/** Where a whole build spends its time. */
export interface BuildSpeed {
  readonly stages: readonly { readonly stage: string; readonly seconds: number }[];
  /** Drawn as SVG and PNG, none taken over from before; null when the report has too few figures to tell. */
  readonly figures: { readonly count: number; readonly millisecondsEach: number } | null;
  readonly tokensComputed: number;
}

/** Notes when each figure is done. */
class FigureTimes {
  private readonly done: number[] = [];

  readonly progress: Progress = {
    ...SILENT,
    counted: (what) => {
      if (what === 'figure') this.done.push(performance.now());
    },
  };

  /** From the first figure done to the last: the first one also waits for fonts and styles. */
  summary(): BuildSpeed['figures'] {
    const [first] = this.done;
    const last = this.done.at(-1);
    if (first === undefined || last === undefined || this.done.length < 2) return null;
    return { count: this.done.length, millisecondsEach: (last - first) / (this.done.length - 1) };
  }
}

/** Builds the whole report once into a temporary folder, which is removed again. */
export async function benchBuild(root: string): Promise<BuildSpeed> {
  const folder = await mkdtemp(join(tmpdir(), 'nats-and-bits-bench-'));
  const times = new FigureTimes();
  try {
    const summary = await buildReport(
      { project: await loadProject(root), place: otherOutput(join(folder, 'output'), 'a temporary folder') },
      realEffects({
        root,
        progress: times.progress,
        openModel: () => openLanguageModel(),
        modelIdentity: () => modelIdentity(),
      }),
    );
    return { stages: summary.stages, figures: times.summary(), tokensComputed: summary.tokensComputed };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
