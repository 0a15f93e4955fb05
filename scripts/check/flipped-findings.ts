import { sentenceOf } from '#base/author-mistake';
import type { ChapterData } from '#pipeline/data-store';
import type { WrittenReport } from '#report/report-tree';
import { writeReport } from '#report/write-report';
import { type CheckContext, outputsIn } from './committed-data.ts';
import { type Discrepancy, unmade } from './discrepancy.ts';
import type { Environment } from './environment.ts';

type Report = Pick<WrittenReport, 'findings'>;

/** The findings whose outcome differs from one report to another written by the same code. */
export function flippedFindings(committed: Report, fresh: Report): Discrepancy[] {
  const before = new Map(committed.findings.map(({ finding }) => [finding.id, finding.outcome]));
  return fresh.findings.flatMap(({ chapter, section, finding: { id, outcome } }): Discrepancy[] => {
    const was = before.get(id);
    if (was === undefined || was === outcome) return [];
    const what = `has the finding ${id} in section ${section}, which flips: ${was}, now ${outcome}`;
    return [{ severity: 'changed', chapter, path: 'findings.json', what }];
  });
}

/** The sentences that fresh data would change by flipping a finding, whatever small differences led to it. */
export function flipsIn(
  { project, data }: Pick<CheckContext, 'project' | 'data'>,
  freshData: readonly ChapterData[],
  { dtype }: Pick<Environment, 'dtype'>,
): readonly Discrepancy[] {
  const before = outputsIn(data.files);
  const after = new Map([...before, ...outputsIn(freshData)]);
  const write = (outputs: ReadonlyMap<string, unknown>) =>
    writeReport(project.chapters, outputs, project.overview, dtype);
  try {
    return flippedFindings(write(before), write(after));
  } catch (error) {
    return [unmade('the fresh data', sentenceOf(error, project.root))];
  }
}
