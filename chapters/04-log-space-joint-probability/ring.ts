import * as mark from '#report/marks';

/**
 * Points of several series over each other: the first as rings, `size` large, the others filled and small enough to
 * be seen inside them.
 */
export function ringed(
  channels: Readonly<Record<string, object>>,
  field: string,
  names: readonly string[],
  look: { readonly size: number; readonly colors: readonly string[]; readonly shapes: readonly string[] },
) {
  const series = (range: readonly string[]) => mark.n(field, { title: null, sort: names, scale: { range } });
  const encoding = {
    ...channels,
    stroke: series(look.colors),
    fill: series(['transparent', ...look.colors.slice(1)]),
    shape: series(look.shapes),
  };
  return names.map((name, index) =>
    mark.points(encoding, {
      transform: [{ filter: `datum.${field} === '${name}'` }],
      strokeWidth: 2,
      size: index === 0 ? look.size : 34,
    }),
  );
}
