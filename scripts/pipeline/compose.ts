import { assertKinds } from '#report/kind-tree';
import type { WrittenReport } from '#report/report-tree';
import { writeReport } from '#report/write-report';
import { COMPARISON_FOLDER, comparedWithRecorded } from './comparison.ts';
import { archiveOf, dictionaryOf } from './data-archive.ts';
import { type ChapterData, dataPath, encodeChapterData } from './data-store.ts';
import { measurementsOf, type Project } from './project.ts';
import { encodeProvenance, provenanceOf } from './provenance.ts';
import type { OutputFiles } from './publish.ts';
import type { Services } from './services.ts';

/** The half that needs no model: from stored data to a written report, and from that to files. */

/** Lets the sections write. Throws a TypeError when an output does not fit its kinds, and what `writeReport` does. */
export function writeFromData(project: Project, files: readonly ChapterData[]): WrittenReport {
  const kinds = new Map(measurementsOf(project.chapters).map((one) => [one.id, one.kinds]));
  const outputs = new Map<string, unknown>();
  for (const { id, output } of files.flatMap((file) => file.measurements)) {
    const expected = kinds.get(id);
    if (expected) assertKinds(output, expected, `measurement ${id}: result`);
    outputs.set(id, output);
  }
  return writeReport(project.chapters, outputs, project.overview, files[0]?.model.engine?.dtype);
}

/** Every file of an output folder, the data and what they are compared with included; `previous` as for rendering. */
export async function composeFiles(
  project: Project,
  report: WrittenReport,
  files: readonly ChapterData[],
  services: Services,
  previous: (path: string) => Uint8Array | undefined,
): Promise<OutputFiles> {
  const provenance = provenanceOf(files, services.drawingVersions);
  const onFigure = (done: number, total: number): void =>
    services.progress.show(() => `Rendering · figure ${done} of ${total}`);
  const compared = await comparedWithRecorded(project, files, services.cache);
  const comparison = compared && {
    address: `${COMPARISON_FOLDER}/index.html`,
    summary: compared.summary,
    findings: compared.second,
  };
  const dictionary = dictionaryOf(project, files);
  const all = new Map(
    await services.render({ report, provenance, comparison, dictionary, previous, onFigure }),
  );
  if (compared && services.renderComparison) {
    const below = (path: string): string => `${COMPARISON_FOLDER}/${path}`;
    const made = await services.renderComparison(compared, (path) => previous(below(path)));
    for (const [path, content] of made) all.set(below(path), content);
  }
  for (const file of files) all.set(dataPath(file.chapter), encodeChapterData(file));
  all.set('provenance.json', encodeProvenance(provenance, files));
  return all.set('data.zip', archiveOf(all));
}
