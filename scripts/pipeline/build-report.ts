import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '#base/user-error';
import type { WrittenReport } from '#report/report-tree';
import type { Chapter } from '#report/section';
import { codeOfMeasurements } from './code-hash.ts';
import type { Store, Toolchain } from './data-store.ts';
import { chapterData, readStore, storeIfReadable } from './data-store.ts';
import { type Measured, measure } from './measure.ts';
import type { Services } from './model-and-renderer.ts';
import { chapterShares, measurementsOf, type Project } from './project.ts';
import type { OutputPlace } from './publish.ts';
import { assertReplaceable, currentFile, publish, whileWriting, wholeFolder } from './publish.ts';
import { composeFiles, writeFromData } from './report-from-data.ts';
import { assertFresh, currentToolchain, staleMeasurements, toolchainWith } from './stale.ts';

/** The two commands that write an output folder: build measures and renders, render only renders. */

interface BuildRequest {
  readonly project: Project;
  readonly place: OutputPlace;
  readonly chapter?: number | undefined;
  /** Whether stored results are taken over where nothing that made them changed. */
  readonly stale?: boolean | undefined;
  /** Where stored data of other chapters are read when `place` has none. */
  readonly fallback?: OutputPlace;
}

/** Throws a UserError that lists the chapters there are when this is none of them. */
export function chapterNumbered(project: Project, number: number): Chapter {
  const found = project.chapters.find((chapter) => chapter.number === number);
  if (found) return found;
  const numbers = project.chapters.map((chapter) => chapter.number).join(', ');
  throw new UserError(`There is no chapter ${number}; --chapter takes one of ${numbers}.`);
}

export interface Built {
  readonly report: WrittenReport;
  readonly files: number;
  /** How many of the files are not, byte by byte, those of the last output. */
  readonly changed: number;
}

/** Gathers data, composes the report and publishes it; the lock is held all the time. */
function writeOutput(
  { project, place }: BuildRequest,
  services: Services,
  gather: () => Promise<Measured>,
): Promise<Built> {
  const write = async (): Promise<Built> => {
    assertReplaceable(place);
    const { toolchain, stored } = await gather();
    services.progress.stage('Rendering');
    const data = chapterData(chapterShares(project.chapters), stored, toolchain);
    const previous = (path: string): Uint8Array | undefined => currentFile(place, path);
    const report = writeFromData(project, data);
    const files = await composeFiles(project, report, data, services, previous);
    services.progress.stage('Writing');
    const differs = (path: string, content: string | Uint8Array): boolean =>
      Buffer.compare(Buffer.from(content), previous(path) ?? Buffer.of()) !== 0;
    const changed = [...files].filter(([path, content]) => differs(path, content)).length;
    publish(place, files, services.onStep);
    rmSync(place.checkpoints, { recursive: true, force: true });
    return { report, files: files.size, changed };
  };
  return whileWriting(place, write, services.onStep);
}

/** Measures and replaces the folder. Throws a UserError if it cannot, or if data of other chapters are out of date. */
export async function buildReport(request: BuildRequest, services: Services): Promise<Built> {
  const { project, place, chapter, fallback, stale } = request;
  const all = measurementsOf(project.chapters);
  const todo = chapter === undefined ? all : measurementsOf([chapterNumbered(project, chapter)]);
  const others = all.filter((one) => !todo.includes(one));
  return writeOutput(request, services, async () => {
    const last = storeIfReadable(place);
    const known = last.size === 0 && fallback ? storeIfReadable(fallback) : last;
    const source = fallback && !existsSync(join(place.out, 'data')) ? fallback : place;
    const reused: Store = others.length === 0 ? new Map() : readStore(wholeFolder(source), source.shownAs);
    const beforeMeasuring = async (toolchain: Toolchain): Promise<void> => {
      const codes = await codeOfMeasurements(project, others.length === 0 ? [] : all);
      assertFresh(staleMeasurements(others, reused, codes, toolchain), source.shownAs);
    };
    const { toolchain, stored } = await measure(project, todo, services, {
      last: known,
      beforeMeasuring,
      checkpoints: place.checkpoints,
      takeOver: stale ? known : undefined,
    });
    return { toolchain, stored: new Map([...reused, ...stored]) };
  });
}

/** The model behind a report elsewhere may be anywhere, so it is taken to be what its data say. */
async function toolchainOf(place: OutputPlace, stored: Store, services: Services): Promise<Toolchain> {
  const [first] = stored.values();
  if (place.isOwn || !first) return await currentToolchain(stored, services);
  return await toolchainWith(first.toolchain.model, services);
}

/** Renders the stored data again. Throws a UserError, with the folder as it was, when they are damaged or stale. */
export async function renderFromData(request: BuildRequest, services: Services): Promise<Built> {
  const { project, place } = request;
  const all = measurementsOf(project.chapters);
  return writeOutput(request, services, async () => {
    const stored = readStore(place.out, place.shownAs);
    const [toolchain, codes] = await Promise.all([
      toolchainOf(place, stored, services),
      codeOfMeasurements(project, all),
    ]);
    assertFresh(staleMeasurements(all, stored, codes, toolchain), place.shownAs);
    return { toolchain, stored };
  });
}
