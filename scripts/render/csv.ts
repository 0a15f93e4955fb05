import type { DataRow, Datum } from '#report/block';

function csvField(value: Datum | undefined): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV (RFC 4180, but with plain line feeds): a head with every key, numbers in full, null as nothing. */
export function toCsv(rows: readonly DataRow[]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => keys.map((key) => csvField(row[key])).join(','));
  return `${[keys.map(csvField).join(','), ...lines].join('\n')}\n`;
}

/** A data set of a figure as a file. */
export interface DataFile {
  readonly path: string;
  readonly name: string;
  readonly csv: string;
}

/** Every data set of a figure as a file: `figures/01-…/rank-curve.csv`, others than `rows` with their own name in it. */
export function dataFiles(
  stem: string,
  id: string,
  data: Readonly<Record<string, readonly DataRow[]>>,
): DataFile[] {
  return Object.entries(data).map(([name, rows]) => ({
    path: `figures/${stem}/${name === 'rows' ? id : `${id}.${name}`}.csv`,
    name,
    csv: toCsv(rows),
  }));
}
