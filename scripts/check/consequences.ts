import { sentenceOf } from '#base/mistake';
import type { ChapterData } from '#pipeline/data-store';
import { writeReport } from '#report/write';
import type { Found } from './check-result.ts';
import { type CheckContext, outputsIn } from './committed-data.ts';
import { compareFiles } from './compare-files.ts';
import { compareDecisions } from './decisions.ts';
import type { Environment } from './environment.ts';
import type { Files } from './files.ts';
import { chapterOfPath, unmade } from './finding.ts';
import { composeFrom } from './render-and-compare.ts';

/**
 * What follows from fresh data: decisions that flip, and how texts and figures of changed chapters would differ from
 * the committed ones, which is shown but does not count.
 */
export async function consequencesOf(
  context: CheckContext,
  freshData: readonly ChapterData[],
  changed: readonly string[],
  environment: Pick<Environment, 'dtype'>,
): Promise<Found> {
  const { project, committed, data, effects } = context;
  const before = outputsIn(data.files);
  const after = new Map([...before, ...outputsIn(freshData)]);
  let whose = '';
  try {
    const write = (outputs: ReadonlyMap<string, unknown>) =>
      writeReport(project.chapters, outputs, project.overview, environment.dtype);
    const claims = compareDecisions(write(before), write(after));
    const stems = [...new Set([...changed, ...claims.findings.map(({ chapter }) => chapter)])].sort();
    if (stems.length === 0) return claims;
    whose = ` of ${stems.join(', ')}`;
    effects.progress.stage('Rendering what changed');
    const ofChanged = (files: Files): Files =>
      new Map([...files].filter(([path]) => chapterOfPath(path, stems) !== '' && !path.startsWith('data/')));
    const fresh = ofChanged(await composeFrom(context, [...data.files, ...freshData]));
    return { ...claims, shown: compareFiles(fresh, ofChanged(committed), context), fresh };
  } catch (error) {
    return { findings: [unmade(`the fresh data${whose}`, sentenceOf(error, project.root))] };
  }
}
