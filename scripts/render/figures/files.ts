import { about } from '#base/source-location';
import { toCsv, withRealTokens } from '#page-model/csv';
import type { DrawnFigure, FigureBlock } from '#report/block';
import type { Target, WrittenReport } from '#report/report-tree';
import { figuresOf } from '#report/report-tree';
import { type Cache, noCache } from '../shared/cache.ts';
import { textOfProse } from '../shared/text-of-prose.ts';
import type { FigureText } from '../svg/inline-or-standalone.ts';
import { darkDrawing } from '../svg/inline-or-standalone.ts';
import { type FreshFigure, type RenderedFigure, renderFigure, renderPng } from './figure.ts';
import { problemOfPicture } from './png.ts';

export interface FigureRenderer {
  /** The PNG as well when it is wanted, though a renderer may leave it out. */
  renderFigure(figure: DrawnFigure, text: FigureText, withPng?: boolean): Promise<FreshFigure>;
  renderPng(figure: DrawnFigure): Promise<Uint8Array>;
}

export interface DrawingInput {
  /** The file of the last output at a path, if any: a good PNG is taken over when its SVG did not change. */
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

/** The PNG of the last output, if it is one of this drawing and nothing happened to it since. */
function oldPicture(path: string, svg: string, previous: DrawingInput['previous']): Uint8Array | undefined {
  const oldSvg = previous?.(`${path}.svg`);
  if (!oldSvg || !Buffer.from(oldSvg).equals(Buffer.from(svg))) return undefined;
  const png = previous?.(`${path}.png`);
  return png && problemOfPicture(png, svg) === undefined ? png : undefined;
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
    const { id, data, spec } = block;
    const [figure, text] = [{ id, data, spec }, figureText(block, report.targets)];
    const path = `figures/${stem}/${id}`;
    let fresh: Uint8Array | undefined;
    const draw = async (): Promise<RenderedFigure> => {
      // Where there is an old picture, it is likely to be kept.
      const { png, ...rest } = await renderer.renderFigure(figure, text, !input.previous?.(`${path}.png`));
      fresh = png;
      return rest;
    };
    const drawing = await cache('drawing', { figure, text }, draw).catch((error: unknown) => {
      // An error that names the figure is about it, wherever it was drawn; any other is a defect of ours.
      const namesIt = error instanceof Error && error.message.startsWith(`figure ${id}`);
      throw namesIt ? about(error, block) : error;
    });
    const png =
      fresh ?? oldPicture(path, drawing.svgFile, input.previous) ?? (await renderer.renderPng(figure));
    onFigure?.(++done, placed.length);
    return { stem, block, path, drawing, png };
  };
  const all = await Promise.all(placed.map(drawOne));
  for (const { stem, block, path, drawing, png } of all) {
    drawings.set(block.id, drawing);
    files.set(`${path}.svg`, drawing.svgFile);
    files.set(`${path}.dark.svg`, darkDrawing(drawing.svgFile));
    files.set(`${path}.png`, png);
    for (const { path: file, rows } of dataFiles(stem, block)) files.set(file, toCsv(withRealTokens(rows)));
  }
  return { drawings, files };
}
