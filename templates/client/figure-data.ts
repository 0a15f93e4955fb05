import type { Columns, DataRow } from '../../scripts/page-model/client-data';
import { named } from '../../scripts/page-model/readout';

/** Rows from the columns that the page carries. */
export function rowsOf(columns: Columns): DataRow[] {
  const entries = Object.entries(columns);
  const length = Math.max(0, ...entries.map(([, values]) => values.length));
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(entries.map(([field, values]) => [field, values[row] ?? null])),
  );
}

/** The same rows, each with its place in the set, as figures are drawn from them. */
export function numberedRowsOf(set: string, columns: Columns): DataRow[] {
  return named(set, rowsOf(columns));
}
