import { about } from '#base/source-location';
import { toCsv, withRealTokens } from '#page-model/csv';
import type { DrawnFigure, FigureBlock } from '#report/block';
import type { Target, WrittenReport } from '#report/report-tree';
import { figuresOf } from '#report/report-tree';
import { type Cache, noCache } from '../shared/cache.ts';
import { textOfProse } from '../shared/text-of-prose.ts';
import type { FigureText } from '../svg/inline-or-standalone.ts';
import { darkDrawing } from '../svg/inline-or-standalone.ts';
import { type RenderedFigure, renderFigure, renderPng } from './figure.ts';
import { problemOfPicture } from './png.ts';

export interface FigureRenderer {
  renderFigure(figure: DrawnFigure, text: FigureText): Promise<RenderedFigure>;
  /** Without it, no PNGs are made. */
  renderPng?(figure: DrawnFigure): Promise<Uint8Array>;
}

export interface DrawingInput {
  /** The file of the last output at a path, if any: its bytes are kept for a PNG that shows the same. */
  readonly previous?: (path: string) => Uint8Array | undefined;
  readonly onFigure?: (done: number, total: number) => void;
  readonly cache?: Cache;
  /** The stems of the chapters whose figures are drawn; all of them by default. */
  readonly drawn?: readonly string[] | undefined;
}

function figureText(block: FigureBlock, targets: ReadonlyMap<string, Target>): FigureText {
  const title = targets.get(block.id)?.label ?? block.id;
  return { title, description: textOfProse(block.alt, targets) };
}

/** Every data set of a figure as a file: `figures/01-…/rank-curve.csv`, others than `rows` with their own name in it. */
export function dataFiles(stem: string, { id, data }: Pick<FigureBlock, 'id' | 'data'>) {
  return Object.entries(data).map(([name, rows]) => ({
    path: `figures/${stem}/${name === 'rows' ? id : `${id}.${name}`}.csv`,
    name,
    rows,
  }));
}

async function picture(
  figure: DrawnFigure,
  renderPng: NonNullable<FigureRenderer['renderPng']>,
  cache: Cache,
): Promise<Buffer> {
  const inBase64 = async () => Buffer.from(await renderPng(figure)).toString('base64');
  return Buffer.from(await cache('drawing', { figure, as: 'PNG' }, inBase64), 'base64');
}

/** The bytes of the last output if they show the same: other platforms compress in other ways. */
async function keptIfSame(drawn: Buffer, old: Uint8Array | undefined): Promise<Uint8Array> {
  if (!old || drawn.equals(old)) return drawn;
  return (await problemOfPicture(old, drawn)) === undefined ? old : drawn;
}

/** Draws the figures that are not cached; gives the drawings by the ids of their figures, and every file of them. */
export async function drawFigures(
  report: WrittenReport,
  input: DrawingInput,
  renderer: FigureRenderer = { renderFigure, renderPng },
): Promise<{ drawings: Map<string, RenderedFigure>; files: Map<string, string | Uint8Array> }> {
  const { onFigure, drawn, cache = noCache } = input;
  const placed = figuresOf(report).filter(({ stem }) => drawn?.includes(stem) ?? true);
  const drawings = new Map<string, RenderedFigure>();
  const files = new Map<string, string | Uint8Array>();
  onFigure?.(0, placed.length);
  let done = 0;
  const drawOne = async ({ stem, block }: (typeof placed)[number]) => {
    const { id, data, spec, scene } = block;
    const [figure, text] = [{ id, data, spec, ...(scene && { scene }) }, figureText(block, report.targets)];
    const path = `figures/${stem}/${id}`;
    const drawSvg = () => renderer.renderFigure(figure, text);
    const drawing = await cache('drawing', { figure, text }, drawSvg).catch((error: unknown) => {
      // An error that names the figure is about it, wherever it was drawn; any other is a defect of ours.
      const namesIt = error instanceof Error && error.message.startsWith(`figure ${id}`);
      throw namesIt ? about(error, block) : error;
    });
    const png = renderer.renderPng && (await picture(figure, renderer.renderPng, cache));
    onFigure?.(++done, placed.length);
    return { stem, block, path, drawing, png };
  };
  const all = await Promise.all(placed.map(drawOne));
  for (const { stem, block, path, drawing, png } of all) {
    drawings.set(block.id, drawing);
    files.set(`${path}.svg`, drawing.svgFile);
    files.set(`${path}.dark.svg`, darkDrawing(drawing.svgFile));
    if (png) files.set(`${path}.png`, await keptIfSame(png, input.previous?.(`${path}.png`)));
    for (const { path: file, rows } of dataFiles(stem, block)) files.set(file, toCsv(withRealTokens(rows)));
  }
  return { drawings, files };
}
