import { basename, dirname } from 'node:path';
import { chapterNumbered } from '#pipeline/build-report';
import { olderThanReport } from '#pipeline/comparison';
import type { Effects } from '#pipeline/effects';
import { explainingFileErrors } from '#pipeline/file-errors';
import { takeLock } from '#pipeline/lock';
import { measurementsOf, type Project } from '#pipeline/project';
import type { OutputPlace } from '#pipeline/publish';
import { type Chapter, chapterStem } from '#report/section';
import { type CheckResult, type Found, resultOf } from './check-result.ts';
import { type CheckContext, readCommittedData } from './committed-data.ts';
import { consequencesOf } from './consequences.ts';
import { compareEnvironment, type Environment } from './environment.ts';
import { readFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { compareData, comparedHere, measureAgain } from './measure-and-compare.ts';
import type { Platform } from './platform.ts';
import { clearRecord, recordOf, writeRecord } from './record.ts';
import { compareTexts, staleFindings } from './render-and-compare.ts';

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

async function measuringHalf(
  context: CheckContext,
  environment: Environment,
  chapter?: Chapter,
): Promise<Found> {
  const { project, data } = context;
  // Another model gives other numbers everywhere: that is one finding, not thousands.
  if (environment.otherModel) {
    const what = 'is of another model than the one that is here';
    const place = { chapter: chapter ? chapterStem(chapter) : '', path: 'provenance.json' };
    return { findings: [{ severity: 'changed', ...place, what }] };
  }
  const measurements = measurementsOf(chapter ? [chapter] : project.chapters);
  const { todo, heading } = comparedHere(project, measurements, environment);
  const freshData = await measureAgain(context, todo);
  const compared = { ...compareData(project, data.files, freshData, environment), heading, freshData };
  if (data.findings.length > 0) return compared;
  const { findings } = compared;
  const changed = findings.filter(({ severity }) => severity !== 'drift').map((finding) => finding.chapter);
  const after = await consequencesOf(context, freshData, changed, environment);
  return { ...compared, ...after, findings: [...findings, ...after.findings] };
}

async function checkFiles(request: CheckRequest, effects: Effects): Promise<CheckResult> {
  const { project, place, platform, measures, renders } = request;
  const chapter = request.chapter === undefined ? undefined : chapterNumbered(project, request.chapter);
  const only = chapter && chapterStem(chapter);
  const stems = project.chapters.map(chapterStem);
  const committed = readFiles(place);
  if (stems.length === 0 || committed.size === 0) {
    // A check of nothing must not pass.
    const none =
      stems.length === 0 ? 'has no chapters to be compared with' : 'is empty: there is nothing to compare';
    const finding: Finding = { severity: 'structure', chapter: '', path: 'output', what: none };
    return resultOf(stems, only, { findings: [finding] });
  }
  const data = readCommittedData(project, committed);
  const environment = await compareEnvironment(data.files[0], committed, platform, measures, effects);
  const { closeCoordinates } = environment;
  const heading = [...environment.lines];
  const older = olderThanReport(project, data.files);
  if (older.length > 0)
    heading.push(`comparison: ${older.length} of the recorded results are of other code, ${older[0]} first`);
  const context = { project, stems, committed, data, closeCoordinates, effects };
  const texts = renders ? await compareTexts(context) : { findings: [] };
  const measured: Found = measures
    ? await measuringHalf(context, environment, chapter)
    : { findings: await staleFindings(context) };
  const findings = [...data.findings, ...measured.findings, ...texts.findings];
  return resultOf(stems, only, {
    ...measured,
    ...texts,
    committed,
    heading: [...heading, ...(measured.heading ?? [])],
    findings,
  });
}

/**
 * Measures again and compares the data, renders and compares the files, or both; only reads the output. Throws a
 * UserError when the check cannot run: there is no such chapter or model, or another command writes the output.
 */
export async function checkReport(request: CheckRequest, effects: Effects): Promise<CheckResult> {
  const { place, record } = request;
  const folder = basename(dirname(place.lock));
  const release = explainingFileErrors(folder, () => takeLock(place.lock, place.shownAs));
  try {
    // What an earlier check found must not be taken for the word of one that could not run.
    if (record) clearRecord(record);
    const result = await checkFiles(request, effects);
    if (record) writeRecord(record, recordOf(result));
    return result;
  } finally {
    release();
  }
}
