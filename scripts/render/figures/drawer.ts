import type { View } from 'vega';
import { COLOURS } from '#page-model/colours';
import type { DrawnFigure } from '#report/block';
import { registerFonts } from '../fonts/fonts.ts';
import { MARGIN } from '../svg/inline-or-standalone.ts';
import { normaliseSvg } from '../svg/normalise.ts';
import { sizeOfSvg } from '../svg/tree.ts';
import { PNG_SCALE } from './png.ts';
import { withRows } from './readouts.ts';
import type { VegaSpec } from './spec.ts';
import { atWidth, compileFigure, isComposed, isFitted, widthSignals } from './spec.ts';
import { SANS } from './theme.ts';
import { OpenView, sceneOf } from './view.ts';

/** The views of a composed figure at one width in px, and how wide that makes the figure. */
interface Trial {
  readonly viewWidth: number;
  readonly svg: string;
  readonly total: number;
}

/**
 * The views of a composed figure share their width: it is found by a few secant steps, since the axes and titles
 * between them are known only when drawn.
 */
async function fitted(trial: (viewWidth: number) => Promise<Trial>, width: number): Promise<Trial> {
  // Not narrow ones: words that are wider than the views would hide how wide these are.
  let [near, far] = [await trial(width / 2), await trial(width - 60)];
  for (let step = 0; step < 5 && far.total !== near.total && Math.abs(far.total - width) > 0.5; step++) {
    const secant = ((width - far.total) * (far.viewWidth - near.viewWidth)) / (far.total - near.total);
    const next = far.viewWidth + secant;
    if (!(next > 20)) break;
    [near, far] = [far, await trial(Math.floor(next * 4) / 4)];
  }
  return far;
}

export interface Drawing {
  readonly svg: string;
  /** What was drawn, compiled, with the width that was found. */
  readonly spec: VegaSpec;
}

/**
 * Draws one figure. Most drawings of a figure differ in their width alone: they are compiled once and share a view,
 * which runs again at another width in a sixth of the time that a new one takes. Every method throws an Error that
 * begins with the figure's id when Vega-Lite or Vega warn about something, or nothing is drawn.
 */
export class Drawer {
  readonly #figure: DrawnFigure;
  readonly #compiled = new Map<string, VegaSpec>();
  readonly #views = new Map<VegaSpec, OpenView>();

  constructor(figure: DrawnFigure) {
    this.#figure = figure;
  }

  /** Compiles a complete specification. Its width does not count: `draw` sets it. */
  compile(spec: Readonly<Record<string, unknown>>): VegaSpec {
    const { datasets: _datasets, data: _data, width, ...own } = spec;
    const widthIsSet = typeof width === 'number' && !isComposed(spec);
    const key = JSON.stringify(widthIsSet ? own : { ...own, width });
    const compiled = this.#compiled.get(key) ?? compileFigure(this.#figure, spec);
    this.#compiled.set(key, compiled);
    return compiled;
  }

  /** Draws what was compiled, `width` px wide unless its views have widths of their own. */
  async draw(compiled: VegaSpec, width: number): Promise<Drawing> {
    const { viewWidth, svg } = await this.#trial(compiled, width);
    const tidy = async (view: View): Promise<string> => normaliseSvg(withRows(svg, sceneOf(view)), SANS);
    return { svg: await this.#view(compiled).use(tidy), spec: atWidth(compiled, viewWidth) };
  }

  /** The same as PNG, on paper of its own. Later drawings of what was compiled would be on paper as well. */
  async drawPng(compiled: VegaSpec, width: number): Promise<Uint8Array> {
    await registerFonts();
    await this.#trial(compiled, width, (view) => view.background(COLOURS.paper.light).padding(MARGIN));
    const canvas = await this.#view(compiled).use((view) => view.toCanvas(PNG_SCALE));
    return (canvas as unknown as { toBuffer(type: 'image/png'): Buffer }).toBuffer('image/png');
  }

  close(): void {
    for (const view of this.#views.values()) view.close();
  }

  #view(compiled: VegaSpec): OpenView {
    const view = this.#views.get(compiled) ?? new OpenView(this.#figure, compiled);
    this.#views.set(compiled, view);
    return view;
  }

  async #trial(compiled: VegaSpec, width: number, prepare = (_view: View) => {}): Promise<Trial> {
    const signals = widthSignals(compiled);
    const trial = (viewWidth: number): Promise<Trial> =>
      this.#view(compiled).use(async (view) => {
        prepare(view);
        for (const name of signals) view.signal(name, viewWidth);
        const svg = await view.resize().toSVG();
        return { viewWidth, svg, total: sizeOfSvg(svg).width };
      });
    return isFitted(compiled) || signals.length === 0 ? trial(width) : fitted(trial, width);
  }
}
