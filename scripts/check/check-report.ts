import { basename, dirname } from 'node:path';
import { explainingFileErrors } from '#base/file-errors';
import { chapterNumbered } from '#pipeline/build-report';
import { takeLock } from '#pipeline/lock';
import type { Services } from '#pipeline/model-and-renderer';
import type { Project } from '#pipeline/project';
import type { OutputPlace } from '#pipeline/publish';
import { type CheckResult, type Found, resultOf } from './check-result.ts';
import { readCommittedData, readFiles } from './committed-data.ts';
import { compareEnvironment, type Platform } from './environment.ts';
import { measureAndCompare } from './measure-and-compare.ts';
import { compareRendered, staleDiscrepancies } from './render-and-compare.ts';
import { clearRecord, recordOf, writeRecord } from './result-files.ts';

export interface CheckRequest {
  readonly project: Project;
  readonly place: OutputPlace;
  readonly platform: Platform;
  /** Measure anew, with the model, and compare the data. */
  readonly measures: boolean;
  /** Render the committed data, without the model, and compare the files. */
  readonly renders: boolean;
  /** The number of the one chapter to check; all without it. */
  readonly chapter?: number | undefined;
  /** The folder where what is found is left; nowhere without it. */
  readonly record?: string;
}

async function checkFiles(request: CheckRequest, services: Services): Promise<CheckResult> {
  const { project, place, platform, measures, renders } = request;
  const chapter = request.chapter === undefined ? undefined : chapterNumbered(project, request.chapter);
  const only = chapter?.id;
  const stems = project.chapters.map(({ id }) => id);
  const committed = readFiles(place);
  if (committed.size === 0) {
    const what = 'is empty: there is nothing to compare';
    return resultOf(stems, only, {
      discrepancies: [{ severity: 'structure', chapter: '', path: 'output', what }],
    });
  }
  const data = readCommittedData(project, committed);
  const environment = await compareEnvironment(data.files[0], committed, platform, measures, services);
  const { closeCoordinates } = environment;
  const context = { project, stems, committed, data, closeCoordinates, services };
  const texts = renders ? await compareRendered(context) : { discrepancies: [] };
  const measured: Found = measures
    ? await measureAndCompare(context, environment, chapter)
    : { discrepancies: await staleDiscrepancies(context) };
  const discrepancies = [...data.discrepancies, ...measured.discrepancies, ...texts.discrepancies];
  return resultOf(stems, only, {
    ...measured,
    ...texts,
    committed,
    heading: [...environment.lines, ...(measured.heading ?? [])],
    discrepancies,
  });
}

/** Only reads the output. Throws a UserError without such a chapter or a model, or while another command writes it. */
export async function checkReport(request: CheckRequest, services: Services): Promise<CheckResult> {
  const { place, record } = request;
  const folder = basename(dirname(place.lock));
  const release = explainingFileErrors(folder, () => takeLock(place.lock, place.shownAs));
  try {
    // What an earlier check found must not be taken for the word of one that could not run.
    if (record) clearRecord(record);
    const result = await checkFiles(request, services);
    if (record) writeRecord(record, recordOf(result));
    return result;
  } finally {
    release();
  }
}
