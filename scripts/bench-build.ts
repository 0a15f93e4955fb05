import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildReport } from '#pipeline/build-report';
import { realEffects } from '#pipeline/effects';
import { type Progress, progressFor, type StageTime, watching } from '#pipeline/progress';
import { loadProject } from '#pipeline/project';
import { otherOutput } from '#pipeline/publish';

export interface BuildSpeed {
  readonly stages: readonly StageTime[];
  /** Drawn as SVG and PNG, none taken over from before; null when the report has too few figures to tell. */
  readonly figures: { readonly count: number; readonly millisecondsEach: number } | null;
  readonly tokensComputed: number;
}

/** From the first figure done to the last: the first one also waits for fonts and styles. */
function figureSpeed(done: readonly number[]): BuildSpeed['figures'] {
  const [first, second] = done;
  const last = done.at(-1);
  if (first === undefined || second === undefined || last === undefined) return null;
  return { count: done.length, millisecondsEach: (last - first) / (done.length - 1) };
}

/** Builds the whole report once into a temporary folder, which is removed again. */
export async function benchBuild(root: string): Promise<BuildSpeed> {
  const folder = await mkdtemp(join(tmpdir(), 'nats-and-bits-bench-'));
  const done: number[] = [];
  const counted: Progress['counted'] = (what) => {
    if (what === 'figure') done.push(performance.now());
  };
  try {
    const progress: Progress = { ...progressFor({ write() {} }), counted };
    const place = otherOutput(join(folder, 'output'), 'a temporary folder');
    const request = { project: await loadProject(root), place };
    const effects = realEffects(root, progress);
    const { tokensComputed } = await watching(progress, () => buildReport(request, effects));
    return { stages: progress.times, figures: figureSpeed(done), tokensComputed };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
