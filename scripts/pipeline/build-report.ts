import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '#base/user-error';
import type { Chapter } from '#report/section';
import type { Changes } from './changes.ts';
import { fileChanges, valueChanges } from './changes.ts';
import { codeOfMeasurements } from './code-hash.ts';
import type { DataFile, Make, Store, StoredMeasurement } from './data-store.ts';
import { dataFiles, readStore } from './data-store.ts';
import type { Project } from './project.ts';
import { chapterShares, measurementsOf } from './project.ts';
import type { OutputFiles, OutputPlace } from './publish.ts';
import { currentFile, currentPaths, publish, settle, whileWriting } from './publish.ts';
import type { Effects } from './report-run.ts';
import { composeFiles, measure, Stages } from './report-run.ts';
import { assertFresh, staleMeasurements } from './stale.ts';

/** The two commands that write an output folder: build measures and renders, render only renders. */

export interface BuildRequest {
  readonly project: Project;
  readonly place: OutputPlace;
  /** Measures this chapter only, by its number, and takes the others from stored data. */
  readonly chapter?: number;
  /** Where stored data of other chapters are read when `place` has none. */
  readonly fallback?: OutputPlace;
}

/** What a command did, for its summary. */
export interface RunSummary {
  readonly changes: Changes;
  readonly stages: readonly { readonly stage: string; readonly seconds: number }[];
  /** Tokens the model computed in this run. */
  readonly tokensComputed: number;
  readonly paths: readonly string[];
}

/** The chapter with a number. Throws a UserError that lists those there are. */
export function chapterNumbered(project: Project, number: number): Chapter {
  const found = project.chapters.find((chapter) => chapter.number === number);
  if (found) return found;
  const numbers = project.chapters.map((chapter) => chapter.number).join(', ');
  throw new UserError(`There is no chapter ${number}; --chapter takes one of ${numbers}.`);
}

function outputsOfStore(store: Store): Map<string, unknown> {
  return new Map([...store].map(([id, { stored }]) => [id, stored.output]));
}

/** What the last output stores; nothing when it cannot be read: a whole build needs it for comparing only. */
function storeIfReadable(place: OutputPlace): Store {
  try {
    return readStore(place.out, place.shownAs);
  } catch (error) {
    if (error instanceof UserError) return new Map();
    throw error;
  }
}

/** Composes and publishes a report, and says what changed. The lock must be held. */
async function writeOut(
  project: Project,
  place: OutputPlace,
  stored: ReadonlyMap<string, StoredMeasurement>,
  make: Make,
  before: Store,
  effects: Effects,
  stages: Stages,
): Promise<Changes> {
  stages.begin('Rendering');
  const data: readonly DataFile[] = dataFiles(chapterShares(project.chapters), stored, make);
  const previous = (path: string): Uint8Array | undefined => currentFile(place, path);
  const files: OutputFiles = await composeFiles(project, data, make, effects, previous);
  stages.begin('Writing');
  const changes = {
    ...fileChanges(files, currentPaths(place), previous),
    values: valueChanges(data, outputsOfStore(before)),
  };
  publish(place, files, effects.onStep);
  return changes;
}

/**
 * Measures all chapters, or one, and replaces the output folder with the new report. Throws a UserError, with the
 * output folder as it was, when there is no such chapter, the folder cannot be replaced, another command is writing
 * it, or stored data of the other chapters are out of date.
 */
export async function buildReport(request: BuildRequest, effects: Effects): Promise<RunSummary> {
  const { project, place, chapter, fallback } = request;
  const only = chapter === undefined ? undefined : chapterNumbered(project, chapter);
  const stages = new Stages(effects);
  return whileWriting(
    place,
    async () => {
      const all = measurementsOf(project.chapters);
      const todo = only ? measurementsOf([only]) : all;
      const others = all.filter((one) => !todo.includes(one));
      const codes = await codeOfMeasurements(project, all);
      const last = storeIfReadable(place);
      const source = fallback && !existsSync(join(place.out, 'data')) ? fallback : place;
      if (source !== place) settle(source);
      const reused: Store = others.length === 0 ? new Map() : readStore(source.out, source.shownAs);
      const expected = new Map([...last].map(([id, { stored }]) => [id, stored.forwardTokens]));
      const { make, stored } = await measure(project, todo, codes, expected, effects, stages, (known) =>
        assertFresh(staleMeasurements(others, reused, codes, known), source.shownAs),
      );
      const together = new Map(stored);
      for (const { id } of others) {
        const found = reused.get(id);
        if (found) together.set(id, found.stored);
      }
      const changes = await writeOut(project, place, together, make, last, effects, stages);
      const tokensComputed = [...stored.values()].reduce((sum, one) => sum + one.forwardTokens, 0);
      return { changes, stages: stages.finish(), tokensComputed, paths: currentPaths(place) };
    },
    effects.onStep,
  );
}

/**
 * Rewrites the output folder from the data stored in it, without the model. Throws a UserError, with the folder as it
 * was, when stored data are damaged, missing or out of date.
 */
export async function renderFromData(
  request: Pick<BuildRequest, 'project' | 'place'>,
  effects: Effects,
): Promise<RunSummary> {
  const { project, place } = request;
  const stages = new Stages(effects);
  return whileWriting(
    place,
    async () => {
      const { stored, make, store } = await freshStore(project, place, effects);
      const changes = await writeOut(project, place, stored, make, store, effects, stages);
      return { changes, stages: stages.finish(), tokensComputed: 0, paths: currentPaths(place) };
    },
    effects.onStep,
  );
}

/** All that is stored in an output folder, checked to be what today's code and model would give. */
export async function freshStore(
  project: Project,
  place: OutputPlace,
  effects: Pick<Effects, 'modelIdentity' | 'measuringVersions'>,
): Promise<{
  readonly stored: ReadonlyMap<string, StoredMeasurement>;
  readonly make: Make;
  readonly store: Store;
}> {
  const all = measurementsOf(project.chapters);
  const make: Make = { model: await effects.modelIdentity(), measuredWith: effects.measuringVersions };
  const store = readStore(place.out, place.shownAs);
  assertFresh(staleMeasurements(all, store, await codeOfMeasurements(project, all), make), place.shownAs);
  const stored = new Map([...store].map(([id, { stored: one }]) => [id, one]));
  return { stored, make, store };
}
