import * as vega from 'vega';
import { Queue } from '#base/queue';
import type { DrawnFigure } from '#report/block';
import { familyOf, numericWeight, textWidth } from '../fonts/fonts.ts';
import type { SceneNode } from './readouts.ts';
import type { VegaSpec } from './spec.ts';
import { assertNoComplaints, collectComplaints, figureError } from './spec.ts';

/** Vega's own hook for measuring text: px from the tables of our font files. */
function measureWithOurFonts(): void {
  type Item = { font?: string; fontSize?: number; fontWeight?: string | number };
  type Measuring = { textMetrics: { width: (item: Item, text: unknown) => number } };
  const { textMetrics } = vega as unknown as Measuring;
  textMetrics.width = (item, text) =>
    textWidth(String(text ?? ''), familyOf(item.font), numericWeight(item.fontWeight)) *
    (item.fontSize ?? 11);
}

const refuse = () => Promise.reject(new Error('a figure loads nothing, and links nowhere'));
const noLoader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

export const sceneOf = (view: vega.View): SceneNode =>
  (view.scenegraph() as unknown as { root: SceneNode }).root;

/** How many marks a scene draws for data: not those of axes, legends and titles. */
function dataMarks(node: SceneNode): number {
  const items = node.items ?? [];
  if (node.marktype !== undefined && node.marktype !== 'group' && node.role === 'mark') return items.length;
  if (node.role?.startsWith('axis') || node.role?.startsWith('legend')) return 0;
  return items.reduce((sum, child) => sum + dataMarks(child), 0);
}

/** A compiled specification at work, until it is closed. */
export class OpenView {
  readonly #figure: DrawnFigure;
  readonly #spec: VegaSpec;
  readonly #complaints = collectComplaints();
  #view: vega.View | undefined;

  constructor(figure: DrawnFigure, spec: VegaSpec) {
    this.#figure = figure;
    this.#spec = spec;
  }

  /** Hands the view to `use`. Throws an Error on anything that Vega warns about, and when there is nothing to see. */
  async use<T>(use: (view: vega.View) => Promise<T>): Promise<T> {
    measureWithOurFonts();
    try {
      this.#view ??= new vega.View(vega.parse(this.#spec as unknown as vega.Spec), {
        renderer: 'none',
        logger: this.#complaints.logger,
        loader: noLoader as unknown as vega.Loader,
      });
      vega.resetSVGDefIds();
      const result = await use(this.#view);
      assertNoComplaints(this.#figure, this.#complaints);
      if (dataMarks(sceneOf(this.#view)) === 0) throw new Error('there is nothing to see: no mark was drawn');
      return result;
    } catch (error) {
      throw figureError(this.#figure, error);
    }
  }

  close(): void {
    this.#view?.finalize();
  }
}

/** Figures are drawn one after another: Vega numbers its definitions in one counter for all views. */
export const drawingQueue = new Queue();
