import { type ChapterData, chapterData, dataPath } from '#pipeline/data-store';
import { measure, type Result } from '#pipeline/measure';
import { chapterShares, measurementsOf, type Project } from '#pipeline/project';
import type { Measurement } from '#report/measurement';
import { type CheckContext, storeOf } from './committed-data.ts';
import { allowingNoDrift, compareDataFiles, countValues, verdictOf } from './compare.ts';
import type { Finding } from './finding.ts';

/** Runs measurements with the model. Gives the data files they would be stored in, with nothing else in them. */
export async function measureAgain(
  { project, data, effects }: CheckContext,
  todo: readonly Measurement[],
): Promise<ChapterData[]> {
  const { toolchain, stored } = await measure(project, todo, storeOf(data.files), effects);
  const shares = chapterShares(project.chapters)
    .map((share) => ({ ...share, measurements: share.measurements.filter(({ id }) => stored.has(id)) }))
    .filter(({ measurements }) => measurements.length > 0);
  return chapterData(shares, stored, toolchain);
}

/** Data files with other results in the place of the stored ones, and nothing but those results. */
export function withResults(
  files: readonly ChapterData[],
  results: ReadonlyMap<string, Result>,
): ChapterData[] {
  const renewed = files.map((file) => {
    const measurements = file.measurements.flatMap((one) => {
      const result = results.get(one.id);
      return result ? [{ ...one, output: result.output, forwardTokens: result.forwardTokens }] : [];
    });
    return { ...file, measurements };
  });
  return renewed.filter(({ measurements }) => measurements.length > 0);
}

export interface DataCount {
  readonly stem: string;
  readonly values: number;
  readonly differing: number;
  /** The largest part of a tolerance that a value uses which stays within it. */
  readonly largestPart: number;
}

/** Compares fresh data with the committed ones. What was not measured anew is not looked at. */
export function compareData(
  project: Project,
  committed: readonly ChapterData[],
  fresh: readonly ChapterData[],
  allowsDrift: boolean,
): { readonly findings: readonly Finding[]; readonly counts: readonly DataCount[] } {
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
