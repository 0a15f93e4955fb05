import type { DrawnFigure } from '#report/block';
import { registerFonts } from '../fonts/fonts.ts';
import type { FigureText } from '../svg/dress.ts';
import { inline, MARGIN, standAlone } from '../svg/dress.ts';
import { textClashes } from '../svg/text-boxes.ts';
import { tidySvg } from '../svg/tidy.ts';
import { sizeOfSvg } from '../svg/tree.ts';
import { COLOURS } from './colours.ts';
import type { InteractiveFigure } from './controls.ts';
import { interactiveFigure } from './controls.ts';
import { narrowSpec } from './narrow.ts';
import { PNG_SCALE } from './png.ts';
import type { Look, VegaSpec } from './spec.ts';
import { compileFigure, completeSpec, figureError, isComposed } from './spec.ts';
import { FIGURE_WIDTH, NARROW_WIDTHS, SANS } from './theme.ts';
import { inTurn, withView } from './view.ts';

/**
 * Figures as SVG text and PNG. Pure: the same figure gives the same SVG bytes on every machine, because text is
 * measured from our own font files and nothing is read but the figure.
 */

export interface RenderedFigure {
  /** A file of its own: a subset of the fonts inside, dark by media query, on paper of its own. */
  readonly svgFile: string;
  /** For the page: no background, the page's fonts, ids that begin with the figure's. */
  readonly svgInline: string;
  /** The same for narrow columns; missing when its words would run over each other or over the edge. */
  readonly svgNarrow?: string;
  readonly width: number;
  readonly height: number;
  readonly interactive?: InteractiveFigure;
}

/** An SVG beyond this many characters holds more data than a reader can see. */
const LARGEST_SVG = 400_000;

/**
 * The compiled specification. The views of a composed figure share its width: their own is found by a few secant
 * steps, since the axes and titles between them are known only when drawn.
 */
async function fittedSpec(
  figure: DrawnFigure,
  spec: Readonly<Record<string, unknown>>,
  look: Look,
  width: number = FIGURE_WIDTH,
): Promise<VegaSpec> {
  if (!isComposed(spec)) return compileFigure(figure, spec, look);
  const totalAt = async (viewWidth: number): Promise<number> =>
    sizeOfSvg(
      await withView(figure, compileFigure(figure, spec, { ...look, viewWidth }), (view) => view.toSVG()),
    ).width;
  let [near, far] = [120, 200];
  let [atNear, atFar] = [await totalAt(near), await totalAt(far)];
  for (let step = 0; step < 5 && atFar !== atNear && Math.abs(atFar - width) > 0.5; step++) {
    const next = far + ((width - atFar) * (far - near)) / (atFar - atNear);
    if (!(next > 20)) break;
    [near, atNear] = [far, atFar];
    far = Math.floor(next * 4) / 4;
    atFar = await totalAt(far);
  }
  return compileFigure(figure, spec, { ...look, viewWidth: far });
}

async function drawSvg(figure: DrawnFigure, spec: VegaSpec): Promise<string> {
  return withView(figure, spec, async (view) => tidySvg(await view.toSVG(), SANS));
}

interface Drawing {
  readonly svg: string;
  readonly spec: VegaSpec;
}

/** Px by which the narrowest views of a composed figure may miss the width they share. */
const NARROW_SLACK = 8;

async function drawNarrow(
  figure: DrawnFigure,
  complete: Readonly<Record<string, unknown>>,
  width: number,
  stackedLegends: boolean,
): Promise<Drawing> {
  try {
    const narrow = narrowSpec(complete, isComposed(complete), width);
    const spec = await fittedSpec(figure, narrow, { stackedLegends }, width);
    return { spec, svg: await drawSvg(figure, spec) };
  } catch (error) {
    throw figureError(figure, error, `, changed to be ${width} px wide`);
  }
}

/**
 * The drawing for narrow columns: the narrowest in which no more words run over each other than in the wide one, with
 * legends as they are there or else stacked. Undefined when none fits; the page then lets the wide one scroll.
 */
async function narrowDrawing(
  figure: DrawnFigure,
  complete: Readonly<Record<string, unknown>>,
  clashesWhenWide: number,
): Promise<Drawing | undefined> {
  for (const width of NARROW_WIDTHS) {
    for (const stackedLegends of [false, true]) {
      const drawing = await drawNarrow(figure, complete, width, stackedLegends);
      const fits = sizeOfSvg(drawing.svg).width <= width + NARROW_SLACK;
      if (fits && textClashes(drawing.svg).length <= clashesWhenWide) return drawing;
    }
  }
  return undefined;
}

/**
 * Renders a figure. Throws an Error that begins with the figure's id when Vega-Lite or Vega reject the specification or
 * warn about it, when a field is not in the data, when nothing is drawn, a mark has no place, a colour is not of the
 * theme, or the SVG is larger than a reader needs.
 */
export function renderFigure(figure: DrawnFigure, text: FigureText): Promise<RenderedFigure> {
  return inTurn(async () => {
    const complete = completeSpec(figure);
    const spec = await fittedSpec(figure, complete, {});
    const svg = await drawSvg(figure, spec);
    if (svg.length > LARGEST_SVG) {
      throw new Error(
        `figure ${figure.id}: ${svg.length} characters of SVG, at most ${LARGEST_SVG} are allowed; thin its data`,
      );
    }
    const narrow = await narrowDrawing(figure, complete, textClashes(svg).length);
    const interactive = interactiveFigure(figure, spec, narrow?.spec);
    return {
      svgFile: await standAlone(svg, text),
      svgInline: inline(svg, figure.id, text),
      ...sizeOfSvg(svg),
      ...(narrow ? { svgNarrow: inline(narrow.svg, figure.id, 'narrow') } : {}),
      ...(interactive ? { interactive } : {}),
    };
  });
}

/** A figure as PNG on white paper, one and a half times its size. Its bytes may differ between platforms. */
export async function renderPng(figure: DrawnFigure): Promise<Uint8Array> {
  await registerFonts();
  return inTurn(async () => {
    const spec = await fittedSpec(figure, completeSpec(figure), {
      background: COLOURS.paper.light,
      padding: MARGIN,
    });
    return withView(figure, spec, async (view) => {
      const canvas = (await view.toCanvas(PNG_SCALE)) as unknown as {
        toBuffer(type: 'image/png'): Buffer;
      };
      return canvas.toBuffer('image/png');
    });
  });
}
