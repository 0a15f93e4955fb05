import { codeOfMeasurements } from '#pipeline/code-hash';
import type { DataFile } from '#pipeline/data-store';
import { dataFiles, dataPath } from '#pipeline/data-store';
import { chapterShares, measurementsOf, type Project } from '#pipeline/project';
import { composeFiles, type Effects } from '#pipeline/report-run';
import { describeStale, staleMeasurements } from '#pipeline/stale';
import type { WrittenReport } from '#report/written';
import { reportValues } from '#report/written';
import type { CommittedData } from './committed-data.ts';
import { storeOf } from './committed-data.ts';
import type { FileRules } from './compare-files.ts';
import { compareFiles } from './compare-files.ts';
import { showsTooManyDigits } from './digits.ts';
import { bytesOf, type Files } from './files.ts';
import type { Finding } from './finding.ts';

/** The pure half: the committed data are rendered, without the model, and compared with the committed files. */

export interface TextComparison {
  readonly findings: readonly Finding[];
  /** What was made of the committed data; empty when nothing could be made. */
  readonly made: Files;
}

/** Values that are printed with more digits than their kind makes meaningful. */
export function digitFindings(report: Pick<WrittenReport, 'overview' | 'chapters'>): Finding[] {
  return reportValues(report)
    .filter(({ value }) => showsTooManyDigits(value))
    .map(({ chapter, section, value }) => ({
      severity: 'changed',
      // What stands before the chapters belongs to the report as a whole.
      ...(chapter === report.overview?.stem
        ? { chapter: '', path: 'report.md' }
        : { chapter, path: `chapters/${chapter}.md` }),
      what: `prints ${value.text} in section ${section}, more digits than ${value.kind} may show`,
    }));
}

/** Results that the code of today may not give: those whose code or data files changed since they were measured. */
export async function staleFindings(project: Project, files: readonly DataFile[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  const store = storeOf(files);
  const codes = await codeOfMeasurements(project, measurementsOf(project.chapters));
  for (const { stem, measurements } of chapterShares(project.chapters)) {
    const make = files.find(({ chapter }) => chapter === stem);
    const stale = make ? staleMeasurements(measurements, store, codes, make) : [];
    if (stale.length === 0) continue;
    const what = `holds results that are out of date: ${describeStale(stale)}`;
    findings.push({ severity: 'changed', chapter: stem, path: dataPath(stem), what });
  }
  return findings;
}

/** Everything that is made of the committed data, and the report it shows. */
export async function composeCommitted(
  project: Project,
  { files, make }: CommittedData,
  committed: Files,
  effects: Effects,
): Promise<{ readonly made: Files; readonly report: WrittenReport }> {
  if (!make) throw new Error('there are no data');
  const stored = new Map([...storeOf(files)].map(([id, one]) => [id, one.stored]));
  const all = dataFiles(chapterShares(project.chapters), stored, make);
  let report: WrittenReport | undefined;
  const watched: Effects = {
    ...effects,
    render(request) {
      report = request.report;
      return effects.render(request);
    },
  };
  const made = await composeFiles(project, all, make, watched, (path) => committed.get(path));
  if (!report) throw new Error('nothing was rendered');
  return { made: new Map([...made].map(([path, content]) => [path, bytesOf(content)])), report };
}

function notMade(why: string): TextComparison {
  const what = `cannot be made of the committed data: ${why}`;
  return {
    findings: [{ severity: 'structure', chapter: '', path: 'report.html', what }],
    made: new Map(),
  };
}

/**
 * Renders the committed data and compares. What cannot be rendered (a figure that fails, data of another shape) is a
 * finding, not an error.
 */
export async function compareTexts(
  project: Project,
  data: CommittedData,
  committed: Files,
  effects: Effects,
  rules: FileRules,
): Promise<TextComparison> {
  const [gap] = data.findings;
  if (gap) return notMade(`${gap.path} ${gap.what}`);
  effects.progress.stage('Rendering the committed data');
  try {
    const { made, report } = await composeCommitted(project, data, committed, effects);
    return { findings: [...digitFindings(report), ...compareFiles(made, committed, rules)], made };
  } catch (error) {
    return notMade(error instanceof Error ? error.message : String(error));
  }
}
