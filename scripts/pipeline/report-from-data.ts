import { dataPath } from '#render/shared/format-input';
import { assertKinds } from '#report/kind-tree';
import type { WrittenReport } from '#report/report-tree';
import { writeReport } from '#report/write-report';
import { COMPARISON_FOLDER, comparedWithRecorded } from './comparison.ts';
import { archiveOf, dictionaryOf, inputsOf } from './data-archive.ts';
import { type ChapterData, encodeChapterData } from './data-store.ts';
import type { PreviousFile, Services } from './model-and-renderer.ts';
import { kindsById, type Project } from './project.ts';
import { encodeProvenance, provenanceOf } from './provenance.ts';
import type { OutputFiles } from './publish.ts';

/** The half that needs no model: from stored data to a written report, and from that to files. */

/** Lets the sections write. Throws a TypeError when an output does not fit its kinds, and what `writeReport` does. */
export function writeFromData(project: Project, files: readonly ChapterData[]): WrittenReport {
  const kinds = kindsById(project);
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
  previous: PreviousFile = () => undefined,
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
  const inputs = await inputsOf(project);
  const dictionary = dictionaryOf(project, files, inputs);
  const all = new Map(
    await services.render({ report, provenance, comparison, dictionary, previous, onFigure }),
  );
  if (compared && services.renderComparison) {
    const below = (path: string): string => `${COMPARISON_FOLDER}/${path}`;
    const made = await services.renderComparison(compared, (path) => previous(below(path)));
    for (const [path, content] of made) all.set(below(path), content);
  }
  const data = files.map((file) => ({ file, path: dataPath(file.chapter), text: encodeChapterData(file) }));
  for (const { path, text } of data) all.set(path, text);
  all.set('provenance.json', encodeProvenance(provenance, data));
  return all.set('data.zip', archiveOf(all, inputs));
}
