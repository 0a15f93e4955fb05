/** A line that keeps its dashes apart. */
export const SERIES_LINE = { type: 'line', strokeCap: 'butt' } as const;

/**
 * Encodings that tell at most three series apart by colour and by dashes, in the order of `names`; without a legend when
 * the names stand beside the lines.
 */
export function seriesEncoding(
  field: string,
  names: readonly string[],
  { legend = true } = {},
): Readonly<Record<string, unknown>> {
  const own = { field, type: 'nominal', title: null, sort: names, ...(legend ? {} : { legend: null }) };
  const dashes = [
    [1, 0],
    [7, 5],
    [2, 4],
  ].slice(0, names.length);
  return { color: own, strokeDash: { ...own, scale: { domain: names, range: dashes } } };
}
