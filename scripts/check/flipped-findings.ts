import { sentenceOf } from '#base/author-mistake';
import type { ChapterData } from '#pipeline/data-store';
import { writeReport } from '#report/write-report';
import { type CheckContext, outputsIn } from './committed-data.ts';
import { type Discrepancy, unmade } from './discrepancy.ts';
import type { Environment } from './environment.ts';

/** The findings that fresh data would flip, whatever small differences led to it. */
export function flipsIn(
  { project, data }: Pick<CheckContext, 'project' | 'data'>,
  freshData: readonly ChapterData[],
  { dtype }: Pick<Environment, 'dtype'>,
): readonly Discrepancy[] {
  const committed = outputsIn(data.files);
  const findingsOf = (outputs: ReadonlyMap<string, unknown>) =>
    writeReport(project.chapters, outputs, project.overview, dtype).findings;
  try {
    const before = new Map(findingsOf(committed).map(({ finding }) => [finding.id, finding.outcome]));
    const after = findingsOf(new Map([...committed, ...outputsIn(freshData)]));
    return after.flatMap(({ chapter, section, finding: { id, outcome } }): Discrepancy[] => {
      const was = before.get(id);
      if (was === undefined || was === outcome) return [];
      const what = `has the finding ${id} in section ${section}, which flips: ${was}, now ${outcome}`;
      return [{ severity: 'changed', chapter, path: 'findings.json', what }];
    });
  } catch (error) {
    return [unmade('the fresh data', sentenceOf(error, project.root))];
  }
}
