import * as vega from 'vega';
import type { FigureBlock } from '#report/block';
import type { VegaSpec } from './figure-spec.ts';
import { assertNoComplaints, collectComplaints } from './figure-spec.ts';
import { familyOf, numericWeight, textWidth } from './fonts.ts';

/** Vega at work: a compiled specification becomes a view, one at a time, and whatever it complains about an error. */

interface TextItem {
  readonly font?: string;
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

/** Vega's own hook for measuring text: px from the tables of our font files. */
function measureWithOurFonts(): void {
  const { textMetrics } = vega as unknown as {
    textMetrics: { width: (item: TextItem, text: unknown) => number };
  };
  textMetrics.width = (item, text) =>
    textWidth(String(text ?? ''), familyOf(item.font), numericWeight(item.fontWeight)) *
    (item.fontSize ?? 11);
}

/** Nothing is loaded: a figure holds its data. */
const noLoader = {
  load: () => Promise.reject(new Error('a figure loads nothing')),
  sanitize: () => Promise.reject(new Error('a figure links nowhere')),
  http: () => Promise.reject(new Error('a figure loads nothing')),
  file: () => Promise.reject(new Error('a figure loads nothing')),
};

interface SceneNode {
  readonly marktype?: string;
  readonly role?: string;
  readonly items?: readonly SceneNode[];
}

/** How many marks a scene has that stand for data (axes, legends and titles do not). */
function dataMarks(node: SceneNode): number {
  const items = node.items ?? [];
  if (node.marktype !== undefined && node.marktype !== 'group' && node.role === 'mark') return items.length;
  if (node.role?.startsWith('axis') || node.role?.startsWith('legend')) return 0;
  return items.reduce((sum, child) => sum + dataMarks(child), 0);
}

/** Runs a compiled specification and hands its view to `use`. Throws an Error on anything that Vega warns about. */
export async function withView<T>(
  figure: FigureBlock,
  spec: VegaSpec,
  use: (view: vega.View) => Promise<T>,
): Promise<T> {
  measureWithOurFonts();
  vega.resetSVGDefIds();
  const complaints = collectComplaints();
  let view: vega.View | undefined;
  try {
    view = new vega.View(vega.parse(spec as unknown as vega.Spec), {
      renderer: 'none',
      logger: complaints.logger,
      loader: noLoader as unknown as vega.Loader,
    });
    await view.runAsync();
    const result = await use(view);
    assertNoComplaints(figure, complaints);
    if (dataMarks((view.scenegraph() as unknown as { root: SceneNode }).root) === 0) {
      throw new Error('there is nothing to see: no mark was drawn');
    }
    return result;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (message.startsWith(`figure ${figure.id}: `)) throw error;
    throw new Error(`figure ${figure.id}: ${message}`, { cause: error });
  } finally {
    view?.finalize();
  }
}

let last: Promise<unknown> = Promise.resolve();

/** One after another: Vega numbers its definitions in one counter for all views. */
export function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const result = last.then(task);
  last = result.catch(() => undefined);
  return result;
}
