import type { VegaLiteSpec } from '#report/block';

/** Parts of specifications that several figures of this chapter share. */

/** Where no title stands above the vertical axis, the legend may come closer. */
export const CLOSE_LEGEND = { offset: 8 };

/** Where the words beside a point stand. */
interface LabelPlace {
  readonly align: 'left' | 'right';
  readonly dx: number;
  readonly dy: number;
}

/** A layer that writes the field `label` of the data set `marks` beside its points. */
export function pointLabels(x: string, y: string, place: LabelPlace, filter?: string): VegaLiteSpec {
  return {
    data: { name: 'marks' },
    ...(filter === undefined ? {} : { transform: [{ filter }] }),
    mark: { type: 'text', style: 'label', ...place },
    encoding: {
      x: { field: x, type: 'quantitative' },
      y: { field: y, type: 'quantitative' },
      text: { field: 'label', type: 'nominal' },
    },
  };
}

/** A layer that draws the points of the data set `marks`. */
export function markedPoints(x: string, y: string): VegaLiteSpec {
  return {
    data: { name: 'marks' },
    mark: { type: 'point', filled: true, size: 60, color: '$ink' },
    encoding: { x: { field: x, type: 'quantitative' }, y: { field: y, type: 'quantitative' } },
  };
}
