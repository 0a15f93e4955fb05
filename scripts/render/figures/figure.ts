import type { Readouts } from '#page-model/readout';
import type { SceneData } from '#page-model/scene-data';
import type { DrawnFigure } from '#report/block';
import type { FigureText } from '../svg/inline-or-standalone.ts';
import { inline, standAlone } from '../svg/inline-or-standalone.ts';
import { textClashes } from '../svg/text-boxes.ts';
import { sizeOfSvg } from '../svg/tree.ts';
import type { InteractiveFigure } from './controls.ts';
import { interactiveFigure } from './controls.ts';
import type { Drawing } from './drawer.ts';
import { Drawer } from './drawer.ts';
import { narrowSpec } from './narrow.ts';
import { readouts } from './readouts.ts';
import { renderScene, renderScenePng } from './scene.ts';
import type { VegaSpec } from './spec.ts';
import { completeSpec, figureError, isComposed, withStackedLegends } from './spec.ts';
import { FIGURE_WIDTH, NARROW_WIDTHS } from './theme.ts';
import { drawingQueue } from './vega-view.ts';

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
  /** What the page says of a mark that a reader points at. */
  readonly readouts?: Readouts;
  /** What moves between the states of a scene. */
  readonly scene?: SceneData;
}

/** An SVG beyond this many characters holds more data than a reader can see. */
const LARGEST_SVG = 400_000;

/** Px by which the narrowest views of a composed figure may miss the width they share. */
const NARROW_SLACK = 8;

type Spec = Readonly<Record<string, unknown>>;

/** The width of the wide drawing in px: its own, or that of all figures. */
const wideWidth = ({ width }: Spec): number => (typeof width === 'number' ? width : FIGURE_WIDTH);

/**
 * The drawing for narrow columns: the narrowest in which no more words run over each other than in the wide one, with
 * legends as they are there or else stacked. Undefined when none fits; the page then lets the wide one scroll.
 */
async function narrowDrawing(
  figure: DrawnFigure,
  drawer: Drawer,
  complete: Spec,
  clashesWhenWide: number,
): Promise<Drawing | undefined> {
  for (const width of NARROW_WIDTHS) {
    try {
      const compiled = drawer.compile(narrowSpec(complete, isComposed(complete), width));
      for (const spec of [compiled, withStackedLegends(compiled)]) {
        if (!spec) continue;
        const drawing = await drawer.draw(spec, width);
        const fits = sizeOfSvg(drawing.svg).width <= width + NARROW_SLACK;
        if (fits && textClashes(drawing.svg).length <= clashesWhenWide) return drawing;
      }
    } catch (error) {
      throw figureError(figure, error, `, changed to be ${width} px wide`);
    }
  }
  return undefined;
}

function withDrawer<T>(
  figure: DrawnFigure,
  use: (drawer: Drawer, complete: Spec, wide: VegaSpec) => Promise<T>,
): Promise<T> {
  return drawingQueue.run(async () => {
    const drawer = new Drawer(figure);
    try {
      const complete = completeSpec(figure);
      return await use(drawer, complete, drawer.compile(complete));
    } finally {
      drawer.close();
    }
  });
}

/**
 * Renders a figure as SVG. Throws an Error that begins with the figure's id when Vega-Lite or Vega reject the
 * specification or warn about it, when a field is not in the data, when nothing is drawn, a mark has no place, a colour
 * is not of the theme, or the SVG is larger than a reader needs.
 */
export function renderFigure(figure: DrawnFigure, text: FigureText): Promise<RenderedFigure> {
  const { scene } = figure;
  if (scene) return renderScene({ ...figure, scene }, text);
  return withDrawer(figure, async (drawer, complete, wide) => {
    const { svg, spec } = await drawer.draw(wide, wideWidth(complete));
    if (svg.length > LARGEST_SVG) {
      throw new Error(
        `figure ${figure.id}: ${svg.length} characters of SVG, at most ${LARGEST_SVG} are allowed; thin its data`,
      );
    }
    const narrow = await narrowDrawing(figure, drawer, complete, textClashes(svg).length);
    const said = readouts(complete);
    const interactive = interactiveFigure(figure, spec, narrow?.spec);
    const svgInline = inline(svg, figure.id, text);
    const svgNarrow = narrow && inline(narrow.svg, figure.id, 'narrow');
    return {
      svgFile: await standAlone(svg.replace(/ data-rows="[^"]*"/g, ''), text),
      svgInline,
      ...(svgNarrow === undefined ? {} : { svgNarrow }),
      ...sizeOfSvg(svg),
      ...(interactive ? { interactive } : {}),
      ...(Object.keys(said).length > 0 ? { readouts: said } : {}),
    };
  });
}

/** A figure as PNG on white paper, one and a half times its size. Its bytes may differ between platforms. */
export function renderPng(figure: DrawnFigure): Promise<Uint8Array> {
  const { scene } = figure;
  if (scene) return drawingQueue.run(() => renderScenePng({ ...figure, scene }));
  return withDrawer(figure, (drawer, complete, wide) => drawer.drawPng(wide, wideWidth(complete)));
}
