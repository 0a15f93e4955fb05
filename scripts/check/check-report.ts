import { chapterNumbered } from '#pipeline/build-report';
import type { DataFile } from '#pipeline/data-store';
import { chapterShares, measurementsOf, type Project } from '#pipeline/project';
import { type OutputPlace, whileWriting } from '#pipeline/publish';
import type { Effects } from '#pipeline/report-run';
import type { ThinClaim } from './claims.ts';
import { type CommittedData, readCommittedData } from './committed-data.ts';
import type { FileRules } from './compare-files.ts';
import { type Consequences, consequencesOf } from './consequences.ts';
import { compareData, type DataComparison, type DataCount, measureAgain } from './data-half.ts';
import { type Files, readFiles } from './files.ts';
import type { Finding, Verdict } from './finding.ts';
import { worstOf } from './finding.ts';
import { type Circumstances, circumstances } from './heading.ts';
import type { Platform } from './platform.ts';
import { compareTexts, staleFindings, type TextComparison } from './text-half.ts';

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
}

/** What was found about one chapter; its stem is '' for what belongs to the report as a whole. */
export interface ChapterResult {
  readonly stem: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** When its data were measured anew. */
  readonly data?: DataCount | undefined;
  /** How many of its files were rendered and compared. */
  readonly files: number;
}

export interface CheckResult {
  readonly verdict: Verdict;
  /** Where the circumstances differ from those of the committed run, a line each. */
  readonly heading: readonly string[];
  readonly chapters: readonly ChapterResult[];
  readonly thin: readonly ThinClaim[];
  /** How fresh data would change texts and figures. */
  readonly shown: readonly Finding[];
  /** The files behind the findings: what stands there, what the committed data render to, what fresh data would. */
  readonly files: { readonly committed: Files; readonly rendered: Files; readonly fresh: Files };
  readonly freshData: readonly DataFile[];
}

interface Halves {
  readonly data: DataComparison & { readonly fresh: readonly DataFile[] };
  readonly texts: TextComparison;
  readonly consequences: Consequences;
}

const NO_FILES: Files = new Map();
const NO_DATA: Halves['data'] = { findings: [], counts: [], fresh: [] };
const NO_TEXTS: TextComparison = { findings: [], made: NO_FILES };
const NO_CONSEQUENCES: Consequences = { findings: [], thin: [], shown: [], made: NO_FILES };

/** Chapters whose data are not what is measured: those that merely drift are not shown anew. */
function changedStems({ findings }: DataComparison): string[] {
  return findings.filter(({ severity }) => severity !== 'drift').map(({ chapter }) => chapter);
}

async function measuringHalf(
  request: CheckRequest,
  data: CommittedData,
  committed: Files,
  rules: FileRules,
  { allowsDrift }: Circumstances,
  effects: Effects,
): Promise<Pick<Halves, 'data' | 'consequences'>> {
  const { project, chapter } = request;
  const chapters = chapter === undefined ? project.chapters : [chapterNumbered(project, chapter)];
  const fresh = await measureAgain(project, measurementsOf(chapters), data.files, effects);
  const compared = compareData(project, data.files, fresh, allowsDrift);
  const incomplete = data.findings.some(({ severity }) => severity === 'structure');
  const consequences = incomplete
    ? NO_CONSEQUENCES
    : await consequencesOf(project, data.files, fresh, changedStems(compared), committed, effects, rules);
  return { data: { ...compared, fresh }, consequences };
}

function nothingToCompare(project: Project, committed: Files): Finding[] {
  const whole = { severity: 'structure', chapter: '', path: 'output' } as const;
  if (project.chapters.length === 0) return [{ ...whole, what: 'has no chapters to be compared with' }];
  return committed.size === 0 ? [{ ...whole, what: 'is empty: there is nothing to compare' }] : [];
}

/** Deals findings, counts and files to their chapters. */
function byChapter(stems: readonly string[], findings: readonly Finding[], halves: Halves): ChapterResult[] {
  return stems.map((stem) => {
    const own = findings.filter(({ chapter }) => chapter === stem);
    const made = [...halves.texts.made.keys()];
    const isOwn = (path: string): boolean =>
      stem === '' ? !path.includes('/') : path.split('/')[1]?.startsWith(stem) === true;
    return {
      stem,
      verdict: worstOf(own.map(({ severity }) => severity)),
      findings: own,
      data: halves.data.counts.find((count) => count.stem === stem),
      files: made.filter(isOwn).length,
    };
  });
}

/**
 * Measures the report anew and compares the data with the committed ones; renders the committed data and compares the
 * files; or does one of both. The output stays as it is. Throws a UserError when it cannot be run: there is no such
 * chapter, the model is missing, another command is writing the output.
 */
export function checkReport(request: CheckRequest, effects: Effects): Promise<CheckResult> {
  return whileWriting(request.place, () => checkLocked(request, effects));
}

async function runHalves(
  request: CheckRequest,
  data: CommittedData,
  committed: Files,
  about: Circumstances,
  effects: Effects,
): Promise<Halves> {
  const { project, measures, renders } = request;
  const stems = chapterShares(project.chapters).map(({ stem }) => stem);
  const rules: FileRules = { stems, closeCoordinates: about.closeCoordinates };
  const texts = renders ? await compareTexts(project, data, committed, effects, rules) : NO_TEXTS;
  if (!measures) {
    const stale = await staleFindings(project, data.files);
    return { texts, data: { ...NO_DATA, findings: stale }, consequences: NO_CONSEQUENCES };
  }
  // Another model gives other numbers everywhere: that is one finding, not thousands.
  if (about.otherModel) return { texts, data: NO_DATA, consequences: NO_CONSEQUENCES };
  return { texts, ...(await measuringHalf(request, data, committed, rules, about, effects)) };
}

async function checkLocked(request: CheckRequest, effects: Effects): Promise<CheckResult> {
  const { project, place, platform, chapter } = request;
  const only = chapter === undefined ? undefined : chapterNumbered(project, chapter);
  const committed = readFiles(place);
  const data = readCommittedData(project, committed);
  const about = await circumstances(data.make, committed, platform, effects);
  const empty = nothingToCompare(project, committed);
  const halves =
    empty.length > 0
      ? { data: NO_DATA, texts: NO_TEXTS, consequences: NO_CONSEQUENCES }
      : await runHalves(request, data, committed, about, effects);
  const otherModel: Finding = {
    severity: 'changed',
    chapter: '',
    path: 'provenance.json',
    what: 'is of another model, so that nothing was measured',
  };
  const findings = [
    ...empty,
    ...(about.otherModel ? [otherModel] : []),
    ...(empty.length > 0 ? [] : data.findings),
    ...halves.data.findings,
    ...halves.consequences.findings,
    ...halves.texts.findings,
  ];
  const shares = chapterShares(project.chapters);
  const measured = new Set(halves.data.counts.map(({ stem }) => stem));
  const stems = shares
    .filter((share) => !only || share.chapter === only || measured.has(share.stem))
    .map(({ stem }) => stem);
  const chapters = byChapter([...stems, ''], findings, halves);
  // What belongs to the whole report is beside the point for one chapter, but not that nothing can be compared.
  const told = only
    ? chapters.filter(({ stem, verdict }) => stem !== '' || verdict === 'structure')
    : chapters;
  return {
    verdict: worstOf(told.map(({ verdict }) => verdict)),
    heading: about.lines,
    chapters: told,
    thin: halves.consequences.thin.filter((claim) => stems.includes(claim.chapter)),
    shown: halves.consequences.shown,
    files: { committed, rendered: halves.texts.made, fresh: halves.consequences.made },
    freshData: halves.data.fresh,
  };
}
