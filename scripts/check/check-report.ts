import { chapterNumbered } from '#pipeline/build-report';
import { chapterShares, measurementsOf, type Project } from '#pipeline/project';
import { type OutputPlace, whileWriting } from '#pipeline/publish';
import type { Effects } from '#pipeline/report-run';
import { chapterStem } from '#report/section';
import { type CheckResult, type Halves, NOTHING_RUN, resultOf } from './check-result.ts';
import { type CommittedData, readCommittedData } from './committed-data.ts';
import type { FileRules } from './compare-files.ts';
import { consequencesOf } from './consequences.ts';
import { compareData, measureAgain } from './data-half.ts';
import { type Files, readFiles } from './files.ts';
import type { Finding } from './finding.ts';
import { type Circumstances, circumstances } from './heading.ts';
import type { Platform } from './platform.ts';
import { clearRecord, type RecordPlace, recordOf, writeRecord } from './record.ts';
import { compareTexts, staleFindings } from './text-half.ts';

/** Does the committed output still come out of the committed code? */

export interface CheckRequest {
  readonly project: Project;
  /** The output that is checked. */
  readonly place: OutputPlace;
  readonly platform: Platform;
  /** Measure anew, with the model, and compare the data. */
  readonly measures: boolean;
  /** Render the committed data, without the model, and compare the files. */
  readonly renders: boolean;
  /** Only what belongs to this chapter, by its number. */
  readonly chapter?: number | undefined;
  /** Where what is found is left; nowhere without it. */
  readonly record?: RecordPlace;
}

/** What is known before anything is run. */
interface Situation {
  readonly committed: Files;
  readonly data: CommittedData;
  readonly about: Circumstances;
  readonly rules: FileRules;
}

/** Measures anew, and shows what the fresh data change. */
async function measuringHalf(
  { project, chapter }: CheckRequest,
  { committed, data, about, rules }: Situation,
  effects: Effects,
): Promise<Pick<Halves, 'data' | 'consequences'>> {
  const chapters = chapter === undefined ? project.chapters : [chapterNumbered(project, chapter)];
  const fresh = await measureAgain(project, measurementsOf(chapters), data.files, effects);
  const compared = compareData(project, data.files, fresh, about.allowsDrift);
  const measured = { data: { ...compared, fresh } };
  if (data.findings.length > 0) return { ...measured, consequences: NOTHING_RUN.consequences };
  const changed = compared.findings
    .filter(({ severity }) => severity !== 'drift')
    .map((finding) => finding.chapter);
  const consequences = await consequencesOf(project, data.files, fresh, changed, committed, effects, rules);
  return { ...measured, consequences };
}

async function runHalves(request: CheckRequest, situation: Situation, effects: Effects): Promise<Halves> {
  const { project, measures, renders } = request;
  const { committed, data, about, rules } = situation;
  const texts = renders ? await compareTexts(project, data, committed, effects, rules) : NOTHING_RUN.texts;
  if (!measures) {
    const stale = await staleFindings(project, data.files);
    return { ...NOTHING_RUN, texts, data: { ...NOTHING_RUN.data, findings: stale } };
  }
  // Another model gives other numbers everywhere: that is one finding, not thousands.
  if (about.otherModel) return { ...NOTHING_RUN, texts };
  return { texts, ...(await measuringHalf(request, situation, effects)) };
}

function wholeReport(path: string, severity: Finding['severity'], what: string): Finding {
  return { severity, chapter: '', path, what };
}

/** Why there is nothing to compare, if so: a check of nothing must not pass. */
function nothingToCompare(project: Project, committed: Files): Finding[] {
  if (project.chapters.length === 0)
    return [wholeReport('output', 'structure', 'has no chapters to be compared with')];
  return committed.size === 0
    ? [wholeReport('output', 'structure', 'is empty: there is nothing to compare')]
    : [];
}

async function checkLocked(request: CheckRequest, effects: Effects): Promise<CheckResult> {
  const { project, place, platform, chapter } = request;
  const only = chapter === undefined ? undefined : chapterStem(chapterNumbered(project, chapter));
  const stems = chapterShares(project.chapters).map(({ stem }) => stem);
  const scope = { stems, only };
  const committed = readFiles(place);
  const empty = nothingToCompare(project, committed);
  if (empty.length > 0) return resultOf(scope, [], empty, [], committed, NOTHING_RUN);
  const data = readCommittedData(project, committed);
  const about = await circumstances(data.make, committed, platform, request.measures, effects);
  const rules = { stems, closeCoordinates: about.closeCoordinates };
  const halves = await runHalves(request, { committed, data, about, rules }, effects);
  const otherModel = about.otherModel
    ? [wholeReport('provenance.json', 'changed', 'is of another model than the one that is here')]
    : [];
  return resultOf(scope, about.lines, otherModel, data.findings, committed, halves);
}

/**
 * Measures the report anew and compares the data with the committed ones; renders the committed data and compares the
 * files; or does one of both. The output stays as it is; one check at a time leaves its record. Throws a
 * UserError when it cannot be run: there is no such chapter, the model is missing, another command writes the output.
 */
export function checkReport(request: CheckRequest, effects: Effects): Promise<CheckResult> {
  const { place, record } = request;
  return whileWriting(place, async () => {
    // What an earlier check found must not be taken for the word of one that could not run.
    if (record) clearRecord(record);
    const result = await checkLocked(request, effects);
    if (record) writeRecord(record, recordOf(result));
    return result;
  });
}
