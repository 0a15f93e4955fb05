import type { Columns, DataRow } from '../../scripts/page-model/client-data';

/** Rows from the columns that the page carries. */
export function rowsOf(columns: Columns): DataRow[] {
  const entries = Object.entries(columns);
  const length = Math.max(0, ...entries.map(([, values]) => values.length));
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(entries.map(([field, values]) => [field, values[row] ?? null])),
  );
}
