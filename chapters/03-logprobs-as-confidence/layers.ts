import type { VegaLiteSpec } from '#report/block';

/** A position channel: the field and what its axis is called. */
interface Position {
  readonly field: string;
  readonly title: string | null;
}

/** Points with their intervals beside names on the vertical axis; fields `name`, `value`, `low`, `high`. */
export function namedIntervals(
  name: Position,
  value: Position & { readonly percent?: boolean },
): VegaLiteSpec[] {
  const y = { field: name.field, type: 'nominal', sort: null, title: name.title, axis: { labelLimit: 260 } };
  const axis = value.percent ? { format: '%' } : {};
  return [
    {
      mark: { type: 'rule', color: '$blue', strokeWidth: 2 },
      encoding: {
        y,
        x: { field: 'low', type: 'quantitative', title: value.title, axis, scale: { zero: false } },
        x2: { field: 'high' },
      },
    },
    {
      mark: { type: 'point', filled: true, size: 70, color: '$blue' },
      encoding: { y, x: { field: value.field, type: 'quantitative' } },
    },
  ];
}

/** A dashed diagonal from one corner of a data set of two points to the other; fields `x`, `y`. */
export function diagonal(name: string): VegaLiteSpec {
  return {
    data: { name },
    mark: { type: 'line', style: 'reference' },
    encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
  };
}

/** A vertical dashed line at the field `x` of a data set. */
export function verticalLine(name: string): VegaLiteSpec {
  return {
    data: { name },
    mark: { type: 'rule', style: 'reference' },
    encoding: { x: { field: 'x', type: 'quantitative' } },
  };
}
