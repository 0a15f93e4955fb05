import { memoise } from '#base/memoise';
import { UserError } from '#base/user-error';
import { openCache } from '#pipeline/cache';
import { codeOfMeasurements } from '#pipeline/code-hash';
import { chapterData, readCheckpoints, storeIfReadable } from '#pipeline/data-store';
import { measure } from '#pipeline/measure';
import { realServices, type Services } from '#pipeline/model-and-renderer';
import { type Progress, SILENT } from '#pipeline/progress';
import { chapterShares, loadProject, measurementsOf, type Project } from '#pipeline/project';
import { provenanceOf } from '#pipeline/provenance';
import { ownOutput } from '#pipeline/publish';
import { writeFromData } from '#pipeline/report-from-data';
import { currentToolchain, freshest, type Stale, staleMeasurements } from '#pipeline/stale';
import { renderFigure } from '#render/figures/figure';
import { drawFigures, type FigureRenderer } from '#render/figures/files';
import { renderPage, scriptsBeside } from '#render/page/page';
import { pagesOf, WHOLE } from '#render/page/pages';
import type { Measurement } from '#report/measurement';
import { sectionsOf } from '#report/section';
import type { PreviewState } from './messages.ts';

/** The errors of authors are known in the modules that Vite has loaded. */
export { sentenceOf } from '#base/author-mistake';

/** The report as its sources say now, for a server that loads this module again after each edit. */

export interface Preview {
  /** Files that a browser asks for, made when they are; undefined for what is no page of the report or beside one. */
  file(path: string): Promise<string | undefined>;
}

export interface Sources {
  readonly stale: PreviewState['stale'];
  isStaleOn(pages: readonly string[]): boolean;
  /** Lets the sections write. Throws what an author's mistake throws, or what a stale result that no longer fits does. */
  write(): Promise<Preview>;
  /** Measures what is stale among the needs of pages, by their paths, and keeps it for the next preview. */
  measure(pages: readonly string[], progress: Progress): Promise<void>;
}

const shows = (page: string, stem: string): boolean => page === WHOLE || page === `chapters/${stem}.html`;

/** What lies beside the pages; what is below dev/ is the preview's own. */
const SCRIPT = /^scripts\/[^/]+\.js$/;

/** Open from the first measurement on: opening it takes longer than most of them. */
let model: ReturnType<Services['openModel']> | undefined;

/** Closes the model that measurements have opened, if any. */
export async function closeModel(): Promise<void> {
  const opened = await model?.catch(() => undefined);
  model = undefined;
  await opened?.close();
}

/** Draws without PNGs, which only files need. */
const renderer: FigureRenderer = { renderFigure };

function staleSectionsOf({ chapters }: Project, stale: readonly Stale[]): PreviewState['stale'] {
  const sections = chapters.flatMap(sectionsOf);
  const reasons = sections.map(({ id, needs }) => {
    const needed = Object.values(needs).map((need) => need.id);
    const ofSection = stale.filter((one) => needed.includes(one.id));
    return [id, ofSection.map((one) => `${one.id} (${one.reason})`)] as const;
  });
  return Object.fromEntries(reasons.filter(([, ofSection]) => ofSection.length > 0));
}

/** Reads the project as it is now. Throws what its modules throw when they are loaded. */
export async function readSources(root: string): Promise<Sources> {
  const project = await loadProject(root);
  const place = ownOutput(project.root);
  const services = realServices(project.root, SILENT);
  const all = measurementsOf(project.chapters);
  const codes = await codeOfMeasurements(project, all);
  const stored = storeIfReadable(place);
  const toolchain = await currentToolchain(stored, services);
  const known = freshest([readCheckpoints(place.checkpoints), stored], codes, toolchain);
  const stale = staleMeasurements(all, known, codes, toolchain);

  async function write(): Promise<Preview> {
    const missing = all.filter(({ id }) => !known.has(id)).map(({ id }) => id);
    if (missing.length > 0) throw new UserError(`Not measured yet: ${missing.join(', ')}.`);
    const data = chapterData(chapterShares(project.chapters), known, toolchain);
    const report = writeFromData(project, data);
    const provenance = provenanceOf(data, services.drawingVersions);
    const cache = openCache(project.root);
    const filesOf = async (path: string): Promise<string | undefined> => {
      const page = pagesOf(report).find((one) => one.path === path);
      if (!page && !SCRIPT.test(path)) return undefined;
      const { drawings: figures } = await drawFigures(report, { cache, drawn: page?.stems }, renderer);
      const given = { report, provenance, root: project.root, cache, figures };
      return page ? renderPage(given, page) : (await scriptsBeside(given)).get(path);
    };
    return { file: memoise(filesOf) };
  }

  const needsOf = (pages: readonly string[]): readonly Measurement[] =>
    measurementsOf(project.chapters.filter((one) => pages.some((page) => shows(page, one.id))));

  return {
    stale: staleSectionsOf(project, stale),
    isStaleOn: (pages) => needsOf(pages).some(({ id }) => stale.some((one) => one.id === id)),
    write,
    async measure(pages, progress) {
      const real = realServices(project.root, progress);
      const openModel: Services['openModel'] = async () => {
        model ??= real.openModel().catch((error: unknown) => {
          model = undefined;
          throw error;
        });
        return await model;
      };
      await measure(
        project,
        needsOf(pages),
        { ...real, openModel },
        { last: stored, checkpoints: place.checkpoints, takeOver: known, keepsModel: true },
      );
    },
  };
}
