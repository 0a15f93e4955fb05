import { encodeJson } from '#base/json';
import { numberOf, placeOf, type Quantity } from '#report/quantity';
import { plainText, type WrittenReport } from '#report/report-tree';
import type { DrawingInput, FigureRenderer } from './figures/files.ts';
import { drawFigures } from './figures/files.ts';
import { renderMarkdown, renderMarkdownApart } from './markdown/markdown.ts';
import { renderNotebooks } from './notebook/notebook.ts';
import { previewPicture } from './page/lab-page.ts';
import { renderPage, renderPages } from './page/page.ts';
import { INDEX, PREVIEW, pageApart } from './page/pages.ts';
import { pageScripts } from './page/scripts.ts';
import { type FormatInput, samplePath } from './shared/format-input.ts';

/** Templates, fonts and code regions are read from the project at `root`. */
export interface RenderInput extends DrawingInput, Omit<FormatInput, 'figures'> {
  readonly renderer?: FigureRenderer;
}

/** Begins with what takes another process a while and is the same for every report. */
export function prepareRendering(root: string): void {
  pageScripts(root).catch(() => {}); // the pages tell what went wrong
}

const shortNumber = (value: number): number | string =>
  Number.isFinite(value) ? Number(value.toPrecision(4)) : String(value);

const sourced = (result: Quantity) => ({
  from: placeOf(result.source),
  value: shortNumber(numberOf(result)),
});

/**
 * Every finding with the numbers that its condition tests, and those that its text prints besides. Margins have four digits: a diff should show a finding that came close
 * to its border. A finding holds from a margin of 1 on.
 */
export function findingsJson({ findings }: Pick<WrittenReport, 'findings'>): string {
  return encodeJson({
    findings: findings.map(({ chapter, section, finding: { id, outcome, condition, context, prose } }) => ({
      id,
      chapter,
      section,
      condition: condition.rule,
      values: condition.results.map(sourced),
      context: context.map(sourced),
      margin: condition.margin === null ? null : shortNumber(condition.margin),
      outcome,
      text: plainText(prose).replaceAll(/\s+/g, ' '),
    })),
  });
}

/** A JSON object on each line. */
export function sampleFiles({ chapters }: Pick<WrittenReport, 'chapters'>): Map<string, string> {
  const all = chapters.flatMap(({ stem, samples }) => samples.map((sample) => ({ stem, ...sample })));
  const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  return new Map(all.map(({ stem, id, rows }) => [samplePath(stem, id), lines(rows)]));
}

/**
 * Every file that shows the report, by its path below output/: figures with their data, the files of each format,
 * samples, findings.json. The same input gives the same bytes (PNGs may differ between platforms). Throws an Error that names what
 * cannot be shown.
 */
export async function renderReport(input: RenderInput): Promise<Map<string, string | Uint8Array>> {
  const { report, renderer } = input;
  const { drawings: figures, files } = await drawFigures(report, input, renderer);
  const given = { ...input, figures };
  const pages = await renderPages(given);
  for (const made of [renderMarkdown(given), renderNotebooks(given), pages, sampleFiles(report)])
    for (const [path, text] of made) files.set(path, text);
  const preview = await previewPicture(given);
  if (preview) files.set(PREVIEW, preview);
  return files.set('findings.json', findingsJson(report));
}

interface ApartInput extends DrawingInput, Pick<FormatInput, 'root' | 'report'> {
  /** What ran behind it, in words. */
  readonly models: string;
  /** The folder of the report that it belongs to, if it does: '../'. */
  readonly toReport?: string;
  readonly renderer?: FigureRenderer;
}

/** A written report of one chapter as a page that stands by itself, as Markdown, and its figures with their data. */
export async function renderChapterApart(input: ApartInput): Promise<Map<string, string | Uint8Array>> {
  const { report, models, toReport, renderer } = input;
  const [chapter] = report.chapters;
  if (!chapter) throw new Error('there is no chapter to show');
  const { drawings: figures, files } = await drawFigures(report, input, renderer);
  const provenance = { model: { id: models, sha256: '' }, versions: {}, forwardTokens: 0 };
  const given = { ...input, figures, provenance };
  const file = 'comparison.md';
  files.set(file, renderMarkdownApart(chapter, given, { file, toReport }));
  const home = toReport === undefined ? undefined : `${toReport}${INDEX}`;
  return files.set(INDEX, await renderPage(given, pageApart(chapter.stem, home)));
}
