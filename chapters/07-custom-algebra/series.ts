import * as mark from '#report/marks';

const DASHES = [
  [1, 0],
  [7, 5],
  [2, 4],
];

/**
 * Lines for at most three series, told apart by colour and by dashes, in the order of `names`; without a legend when the
 * names are beside the lines.
 */
export function seriesLine(
  field: string,
  names: readonly string[],
  channels: Parameters<typeof mark.line>[0],
  { legend = true, ...look }: Parameters<typeof mark.line>[1] = {},
) {
  const color = mark.n(field, { title: null, sort: names, ...(legend ? {} : { legend: null }) });
  const range = DASHES.slice(0, names.length);
  const strokeDash = { ...color, scale: { domain: names, range } };
  // Round ends would close the gaps between dashes.
  return mark.line({ ...channels, color, strokeDash }, { strokeCap: 'butt', ...look });
}
