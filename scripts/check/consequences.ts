import { sentenceOf } from '#base/mistake';
import type { ChapterData } from '#pipeline/data-store';
import { writeReport } from '#report/write';
import { type CheckContext, outputsIn } from './committed-data.ts';
import { compareFiles } from './compare-files.ts';
import { compareDecisions, type ThinDecision } from './decisions.ts';
import type { Environment } from './environment.ts';
import type { Files } from './files.ts';
import { chapterOfPath, type Finding, unmade } from './finding.ts';
import { composeFrom } from './render-and-compare.ts';

interface Consequences {
  /** Claims that flip, and what keeps the fresh data from being shown. */
  readonly findings: readonly Finding[];
  readonly thin: readonly ThinDecision[];
  /** How texts and figures of changed chapters would differ from the committed ones: told, not counted. */
  readonly shown: readonly Finding[];
  readonly fresh: Files;
}

export async function consequencesOf(
  context: CheckContext,
  freshData: readonly ChapterData[],
  changed: readonly string[],
  environment: Pick<Environment, 'dtype'>,
): Promise<Consequences> {
  const { project, committed, data, effects } = context;
  const before = outputsIn(data.files);
  const after = new Map([...before, ...outputsIn(freshData)]);
  let whose = '';
  try {
    const write = (outputs: ReadonlyMap<string, unknown>) =>
      writeReport(project.chapters, outputs, project.overview, environment.dtype);
    const claims = compareDecisions(write(before), write(after));
    const stems = [...new Set([...changed, ...claims.findings.map(({ chapter }) => chapter)])].sort();
    if (stems.length === 0) return { ...claims, shown: [], fresh: new Map() };
    whose = ` of ${stems.join(', ')}`;
    effects.progress.stage('Rendering what changed');
    const ofChanged = (files: Files): Files =>
      new Map([...files].filter(([path]) => chapterOfPath(path, stems) !== '' && !path.startsWith('data/')));
    const fresh = ofChanged(await composeFrom(context, [...data.files, ...freshData]));
    return { ...claims, shown: compareFiles(fresh, ofChanged(committed), context), fresh };
  } catch (error) {
    const finding = unmade(`the fresh data${whose}`, sentenceOf(error, project.root));
    return { findings: [finding], thin: [], shown: [], fresh: new Map() };
  }
}
