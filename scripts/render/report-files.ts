import { encodeJson } from '#base/json';
import type { FigureBlock } from '#report/block';
import type { WrittenReport } from '#report/written';
import { allBlocks, reportSections } from '#report/written';
import { dataFiles } from './csv.ts';
import type { FigureText, RenderedFigure } from './figure.ts';
import { figureText } from './figure-blocks.ts';
import { darkDrawing } from './figure-markdown.ts';
import { renderHtml } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { problemOfPicture } from './picture.ts';
import type { Provenance } from './provenance-rows.ts';
import { openTemplates } from './templates.ts';

/** From a written report to the files of output/ that show it. */

export interface RenderInput {
  readonly report: WrittenReport;
  /** What identifies the run, for the colophon. */
  readonly provenance: Provenance;
  /** Absolute path of the project's root: source regions, templates and fonts are read from below it. */
  readonly root: string;
  /** The file of the last output at a path, if any: a good PNG is taken over when its SVG did not change. */
  readonly previous?: (path: string) => Uint8Array | undefined;
  readonly onFigure?: (done: number, total: number) => void;
}

/** What draws figures. */
export interface FigureRenderer {
  renderFigure(figure: FigureBlock, text: FigureText): Promise<RenderedFigure>;
  renderPng(figure: FigureBlock): Promise<Uint8Array>;
}

export type Files = Map<string, string | Uint8Array>;

interface PlacedFigure {
  readonly stem: string;
  readonly block: FigureBlock;
}

function figuresOf(report: WrittenReport): PlacedFigure[] {
  return reportSections(report).flatMap(({ stem, section }) =>
    allBlocks(section.blocks).flatMap((block) => (block.type === 'figure' ? [{ stem, block }] : [])),
  );
}

function sameText(bytes: Uint8Array | undefined, text: string): boolean {
  return bytes !== undefined && Buffer.from(bytes).equals(Buffer.from(text, 'utf8'));
}

/** The PNG of the last output, if it is one of this drawing and nothing happened to it since. */
function oldPicture(path: string, svg: string, previous: RenderInput['previous']): Uint8Array | undefined {
  if (!sameText(previous?.(`${path}.svg`), svg)) return undefined;
  const png = previous?.(`${path}.png`);
  return png && problemOfPicture(png, svg) === undefined ? png : undefined;
}

/** Draws the figures one after another and adds their files. */
async function drawFigures(
  { report, previous, onFigure }: RenderInput,
  renderer: FigureRenderer,
  files: Files,
): Promise<Map<string, RenderedFigure>> {
  const placed = figuresOf(report);
  const drawn = new Map<string, RenderedFigure>();
  onFigure?.(0, placed.length);
  for (const { stem, block } of placed) {
    const figure = await renderer.renderFigure(block, figureText(block, report.targets));
    drawn.set(block.id, figure);
    const path = `figures/${stem}/${block.id}`;
    files.set(`${path}.svg`, figure.svgFile);
    files.set(`${path}.dark.svg`, darkDrawing(figure.svgFile));
    files.set(`${path}.png`, oldPicture(path, figure.svgFile, previous) ?? (await renderer.renderPng(block)));
    for (const { path: dataPath, csv } of dataFiles(stem, block.id, block.data)) files.set(dataPath, csv);
    onFigure?.(drawn.size, placed.length);
  }
  return drawn;
}

/** A margin in four digits: what a diff should show is a claim that came close to changing its sentence. */
function roundedMargin(margin: number): number | string {
  return Number.isFinite(margin) ? Number(margin.toPrecision(4)) : String(margin);
}

/** Every claim of the report: which sentence was chosen, and by how much. */
export function claimsJson(report: WrittenReport): string {
  return encodeJson(
    report.claims.map(({ chapter, section, claim }) => ({
      chapter,
      section,
      branch: claim.branch,
      margin: roundedMargin(claim.margin),
      kind: typeof claim.kind === 'string' ? claim.kind : claim.kind.kind,
    })),
  );
}

/**
 * Every file that shows the report, by its path below output/, with figures drawn by `renderer`. The same input gives
 * the same bytes. Throws an Error that names what cannot be shown.
 */
export async function renderReportWith(input: RenderInput, renderer: FigureRenderer): Promise<Files> {
  const { report, provenance, root } = input;
  const templates = openTemplates(root);
  const files: Files = new Map();
  const figures = await drawFigures(input, renderer, files);
  for (const [path, text] of renderMarkdown({ report, provenance, root, templates })) files.set(path, text);
  files.set('report.html', await renderHtml({ report, provenance, root, templates, figures }));
  files.set('claims.json', claimsJson(report));
  return files;
}
