import type { LanguageModel } from '#lm/types';
import type { Measurement } from '#report/measurement';
import { writeReport } from '#report/write';
import type { WrittenReport } from '#report/written';
import type { MeasurementCode } from './code-hash.ts';
import type { DataFile, Make, StoredMeasurement } from './data-store.ts';
import { dataPath, encodeDataFile, toStored } from './data-store.ts';
import { assertKinds } from './kinds.ts';
import { runMeasurements } from './measure.ts';
import type { Progress } from './progress.ts';
import type { Project } from './project.ts';
import { chapterShares } from './project.ts';
import type { Provenance } from './provenance.ts';
import { encodeProvenance, totalForwardTokens } from './provenance.ts';
import type { OutputFiles, StepWatcher } from './publish.ts';

/** The two halves of a report that every command is made of: measuring with the model, and composing files without. */

/** What rendering is given; the rest it reads from the project: templates, fonts, code regions. */
export interface RenderRequest {
  readonly report: WrittenReport;
  readonly provenance: Provenance;
  /** The file of the last output at a path, if any: a PNG is taken over when its SVG did not change. */
  readonly previous?: (path: string) => Uint8Array | undefined;
  readonly onFigure?: (done: number, total: number) => void;
}

/** What the commands do to the world outside: tests pass others. */
export interface Effects {
  openModel(): Promise<LanguageModel>;
  /** Which model `openModel` would open, without opening it. */
  modelIdentity(): Promise<Make['model']>;
  render(request: RenderRequest): Promise<OutputFiles>;
  readonly measuringVersions: Readonly<Record<string, string>>;
  readonly drawingVersions: Readonly<Record<string, string>>;
  readonly progress: Progress;
  /** Milliseconds, for times in summaries only. */
  now(): number;
  readonly onStep?: StepWatcher;
}

/** Seconds spent in each stage, in the order they began. */
export class Stages {
  private readonly began: { readonly title: string; readonly at: number }[] = [];

  constructor(private readonly effects: Pick<Effects, 'progress' | 'now'>) {}

  begin(title: string): void {
    this.began.push({ title, at: this.effects.now() });
    this.effects.progress.stage(title);
  }

  /** Ends the last stage. */
  finish(): { readonly stage: string; readonly seconds: number }[] {
    const end = this.effects.now();
    return this.began.map(({ title, at }, index) => ({
      stage: title,
      seconds: ((this.began[index + 1]?.at ?? end) - at) / 1000,
    }));
  }
}

/** New results, and what computed them. */
export interface NewResults {
  readonly make: Make;
  readonly stored: ReadonlyMap<string, StoredMeasurement>;
}

function chapterTitles(project: Project): ReadonlyMap<string, string> {
  return new Map(
    chapterShares(project.chapters).flatMap(({ chapter, measurements }) =>
      measurements.map(({ id }): [string, string] => [id, `Chapter ${chapter.number}`]),
    ),
  );
}

/** Runs measurements with an opened model, telling progress. */
async function measureWith(
  lm: LanguageModel,
  project: Project,
  todo: readonly Measurement[],
  codes: ReadonlyMap<string, MeasurementCode>,
  progress: Progress,
): Promise<Map<string, StoredMeasurement>> {
  const titles = chapterTitles(project);
  const measured = await runMeasurements(todo, lm, {
    measuring({ id }) {
      const before = lm.forwardTokens;
      progress.measuring(titles.get(id) ?? '', id, () => lm.forwardTokens - before);
    },
    measured({ id }, { forwardTokens }) {
      progress.measured(titles.get(id) ?? '', id, forwardTokens);
    },
  });
  const stored = new Map<string, StoredMeasurement>();
  for (const measurement of todo) {
    const code = codes.get(measurement.id);
    const result = measured.get(measurement.id);
    if (!code || !result) throw new Error(`measurement ${measurement.id} was not run`);
    stored.set(measurement.id, toStored(measurement, code, result));
  }
  return stored;
}

/**
 * Opens the model, runs `todo` (given in running order) and closes the model. `checkMake` is asked once it is known
 * what computes the results, before any of them is. The model is not opened when there is nothing to run.
 */
export async function measure(
  project: Project,
  todo: readonly Measurement[],
  codes: ReadonlyMap<string, MeasurementCode>,
  expected: ReadonlyMap<string, number>,
  effects: Effects,
  stages: Stages,
  checkMake: (make: Make) => void = () => {},
): Promise<NewResults> {
  const makeOf = (model: Make['model']): Make => ({
    model: { id: model.id, sha256: model.sha256 },
    measuredWith: effects.measuringVersions,
  });
  if (todo.length === 0) {
    const make = makeOf(await effects.modelIdentity());
    checkMake(make);
    return { make, stored: new Map() };
  }
  stages.begin('Opening the model');
  const lm = await effects.openModel();
  try {
    const make = makeOf(lm);
    checkMake(make);
    stages.begin('Measuring');
    effects.progress.plan(new Map(todo.map(({ id }) => [id, expected.get(id)])));
    return { make, stored: await measureWith(lm, project, todo, codes, effects.progress) };
  } finally {
    await lm.close();
  }
}

/** The outputs that sections read, by measurement id. Throws a TypeError when one does not fit its kinds. */
function outputsOf(project: Project, files: readonly DataFile[]): Map<string, unknown> {
  const kinds = new Map(
    chapterShares(project.chapters).flatMap(({ measurements }) =>
      measurements.map((one): [string, Measurement] => [one.id, one]),
    ),
  );
  const outputs = new Map<string, unknown>();
  for (const { id, output } of files.flatMap((file) => file.measurements)) {
    const measurement = kinds.get(id);
    if (measurement) assertKinds(output, measurement.kinds, `measurement ${id}: result`);
    outputs.set(id, output);
  }
  return outputs;
}

/** Every file of an output folder, from the data behind it. Pure but for what rendering reads of the project. */
export async function composeFiles(
  project: Project,
  files: readonly DataFile[],
  make: Make,
  effects: Effects,
  previous?: (path: string) => Uint8Array | undefined,
): Promise<Map<string, string | Uint8Array>> {
  const report = writeReport(project.chapters, outputsOf(project, files), project.overview);
  const provenance: Provenance = {
    model: make.model,
    versions: { ...make.measuredWith, ...effects.drawingVersions },
    forwardTokens: totalForwardTokens(files),
  };
  const rendered = await effects.render({
    report,
    provenance,
    ...(previous === undefined ? {} : { previous }),
    onFigure: (done, total) => effects.progress.counted('figure', done, total),
  });
  const all = new Map(rendered);
  for (const file of files) all.set(dataPath(file.chapter), encodeDataFile(file));
  all.set('provenance.json', encodeProvenance(provenance, files));
  return all;
}
