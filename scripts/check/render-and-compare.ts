import { sentenceOf } from '#base/author-mistake';
import { codeOfMeasurements } from '#pipeline/code-hash';
import { type ChapterData, chapterData, storeOf } from '#pipeline/data-store';
import { chapterShares, measurementsOf } from '#pipeline/project';
import { composeFiles, writeFromData } from '#pipeline/report-from-data';
import { currentToolchain, describeStale, staleMeasurements } from '#pipeline/stale';
import { dataPath } from '#render/shared/format-input';
import { type Discrepancy, type Found, unmade } from './check-result.ts';
import type { CheckContext, Files } from './committed-data.ts';
import { compareFiles } from './compare-files.ts';

/** Results that would not be given today; other versions of packages are told in the heading. */
export async function staleDiscrepancies({ project, data, services }: CheckContext): Promise<Discrepancy[]> {
  const { files } = data;
  if (files.length === 0) return [];
  const store = storeOf(files);
  const { model, lmCode } = await currentToolchain(store, services);
  const codes = await codeOfMeasurements(project, measurementsOf(project.chapters));
  return chapterShares(project.chapters).flatMap(({ stem, measurements }): Discrepancy[] => {
    const file = files.find(({ chapter }) => chapter === stem);
    const stale = file ? staleMeasurements(measurements, store, codes, { ...file, model, lmCode }) : [];
    if (stale.length === 0) return [];
    const what = `holds results that are out of date: ${describeStale(stale)}`;
    return [{ severity: 'changed', chapter: stem, path: dataPath(stem), what }];
  });
}

/** Every file that is made of data; where two data files store a measurement, the later one counts. */
async function composeFrom(
  { project, services }: Pick<CheckContext, 'project' | 'services'>,
  data: readonly ChapterData[],
): Promise<Files> {
  const toolchain = data.at(-1);
  if (!toolchain) throw new Error('there are no data');
  const files = chapterData(chapterShares(project.chapters), storeOf(data), toolchain);
  const report = writeFromData(project, files);
  const made = await composeFiles(project, report, files, services);
  return new Map([...made].map(([path, content]) => [path, Buffer.from(content)]));
}

/** What cannot be rendered (a figure that fails, data of another shape) is a discrepancy, not an error. */
export async function compareRendered(context: CheckContext): Promise<Found> {
  const { data, committed, services, project } = context;
  try {
    const [gap] = data.discrepancies;
    if (gap) throw new Error(`${gap.path} ${gap.what}`);
    services.progress.stage('Rendering the committed data');
    const rendered = await composeFrom(context, data.files);
    return { discrepancies: await compareFiles(rendered, committed, context), rendered };
  } catch (error) {
    return { discrepancies: [unmade('the committed data', sentenceOf(error, project.root))] };
  }
}
