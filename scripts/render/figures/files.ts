import { about } from '#base/made';
import type { FigureBlock } from '#report/block';
import type { Target, WrittenReport } from '#report/written';
import { allBlocks, reportSections } from '#report/written';
import { toCsv } from '../shared/csv.ts';
import { textOfProse } from '../shared/text-of-prose.ts';
import type { FigureText } from '../svg/dress.ts';
import { darkDrawing } from '../svg/dress.ts';
import type { RenderedFigure } from './figure.ts';
import { problemOfPicture } from './png.ts';

export interface FigureRenderer {
  renderFigure(figure: FigureBlock, text: FigureText): Promise<RenderedFigure>;
  renderPng(figure: FigureBlock): Promise<Uint8Array>;
}

export interface DrawingInput {
  /** The file of the last output at a path, if any: a good PNG is taken over when its SVG did not change. */
  readonly previous?: (path: string) => Uint8Array | undefined;
  readonly onFigure?: (done: number, total: number) => void;
  /** The stems of the chapters whose figures are drawn; all of them by default. */
  readonly drawn?: readonly string[];
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
    csv: toCsv(rows),
  }));
}

/** The PNG of the last output, if it is one of this drawing and nothing happened to it since. */
function oldPicture(path: string, svg: string, previous: DrawingInput['previous']): Uint8Array | undefined {
  const oldSvg = previous?.(`${path}.svg`);
  if (!oldSvg || !Buffer.from(oldSvg).equals(Buffer.from(svg))) return undefined;
  const png = previous?.(`${path}.png`);
  return png && problemOfPicture(png, svg) === undefined ? png : undefined;
}

/** An error that names a figure is about that figure, wherever it was drawn; any other is a defect of ours. */
function errorIn(figure: FigureBlock, error: unknown): unknown {
  const namesIt = error instanceof Error && error.message.startsWith(`figure ${figure.id}`);
  return namesIt ? about(error, figure) : error;
}

/** Draws figures one after another; gives the drawings by the ids of their figures, and every file of them. */
export async function drawFigures(
  report: WrittenReport,
  { previous, onFigure, drawn }: DrawingInput,
  renderer: FigureRenderer,
): Promise<{ drawings: Map<string, RenderedFigure>; files: Map<string, string | Uint8Array> }> {
  const placed = reportSections(report)
    .filter(({ stem }) => drawn?.includes(stem) ?? true)
    .flatMap(({ stem, section }) => allBlocks(section.blocks).map((block) => ({ stem, block })))
    .flatMap(({ stem, block }) => (block.type === 'figure' ? [{ stem, block }] : []));
  const drawings = new Map<string, RenderedFigure>();
  const files = new Map<string, string | Uint8Array>();
  onFigure?.(0, placed.length);
  for (const { stem, block } of placed) {
    const text = figureText(block, report.targets);
    const drawing = await renderer.renderFigure(block, text).catch((error: unknown) => {
      throw errorIn(block, error);
    });
    const { svgFile } = drawing;
    drawings.set(block.id, drawing);
    const path = `figures/${stem}/${block.id}`;
    files.set(`${path}.svg`, svgFile);
    files.set(`${path}.dark.svg`, darkDrawing(svgFile));
    files.set(`${path}.png`, oldPicture(path, svgFile, previous) ?? (await renderer.renderPng(block)));
    for (const data of dataFiles(stem, block)) files.set(data.path, data.csv);
    onFigure?.(drawings.size, placed.length);
  }
  return { drawings, files };
}
