import { codeOfMeasurements } from '#pipeline/code-hash';
import type { DataFile } from '#pipeline/data-store';
import { dataFiles, dataPath } from '#pipeline/data-store';
import { chapterShares, measurementsOf, type Project } from '#pipeline/project';
import { type Effects, measure, Stages } from '#pipeline/report-run';
import type { Measurement } from '#report/measurement';
import { storeOf } from './committed-data.ts';
import { allowingNoDrift, compareDataFiles, countValues, verdictOf } from './compare.ts';
import type { Finding } from './finding.ts';

/** The measuring half: everything is measured anew and compared, value by value, with what is committed. */

/** Runs measurements with the model. Gives the data files they would be stored in, with nothing else in them. */
export async function measureAgain(
  project: Project,
  todo: readonly Measurement[],
  committed: readonly DataFile[],
  effects: Effects,
): Promise<DataFile[]> {
  const stages = new Stages(effects);
  const codes = await codeOfMeasurements(project, todo);
  const tokens = new Map([...storeOf(committed)].map(([id, { stored }]) => [id, stored.forwardTokens]));
  const { make, stored } = await measure(project, todo, codes, tokens, effects, stages);
  const shares = chapterShares(project.chapters)
    .map((share) => ({ ...share, measurements: share.measurements.filter(({ id }) => stored.has(id)) }))
    .filter(({ measurements }) => measurements.length > 0);
  return dataFiles(shares, stored, make);
}

/** How a chapter's data compare, in numbers. */
export interface DataCount {
  readonly stem: string;
  /** Values that were compared. */
  readonly values: number;
  readonly differing: number;
  /** The largest part of a tolerance that a value uses which stays within it. */
  readonly largestPart: number;
}

export interface DataComparison {
  readonly findings: readonly Finding[];
  readonly counts: readonly DataCount[];
}

/** Compares fresh data with the committed ones. What was not measured anew is not looked at. */
export function compareData(
  project: Project,
  committed: readonly DataFile[],
  fresh: readonly DataFile[],
  allowsDrift: boolean,
): DataComparison {
  const kinds = new Map(measurementsOf(project.chapters).map((one) => [one.id, one.kinds]));
  const findings: Finding[] = [];
  const counts: DataCount[] = [];
  for (const file of fresh) {
    const measured = new Set(file.measurements.map(({ id }) => id));
    const before = committed.find(({ chapter }) => chapter === file.chapter)?.measurements ?? [];
    const expected = { measurements: before.filter(({ id }) => measured.has(id)) };
    const found = compareDataFiles(expected, file, kinds);
    const differences = allowsDrift ? found : allowingNoDrift(found);
    const values = file.measurements.reduce((sum, { output }) => sum + countValues(output), 0);
    const parts = differences.map(({ partOfTolerance = 0 }) => partOfTolerance).filter((part) => part <= 1);
    const largestPart = Math.max(0, ...parts);
    counts.push({ stem: file.chapter, values, differing: differences.length, largestPart });
    const severity = verdictOf(differences);
    if (severity === 'same') continue;
    const what = `differs from what is measured in ${differences.length} of ${values} values`;
    findings.push({ severity, chapter: file.chapter, path: dataPath(file.chapter), what, differences });
  }
  return { findings, counts };
}
