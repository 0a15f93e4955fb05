/** The data of figures as the page carries them: a column a field, so that no field's name is written twice. */
export type Datum = string | number | boolean | null;
export type Columns = Readonly<Record<string, readonly Datum[]>>;
export type DataRow = Readonly<Record<string, Datum>>;

/** Rows from columns. */
export function rowsOf(columns: Columns): DataRow[] {
  const entries = Object.entries(columns);
  const length = Math.max(0, ...entries.map(([, values]) => values.length));
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(entries.map(([field, values]) => [field, values[row] ?? null])),
  );
}

function csvField(value: Datum): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Columns as CSV (RFC 4180, with plain line feeds): a head with every field, null as nothing. */
export function csvOf(columns: Columns): string {
  const fields = Object.keys(columns);
  const lines = rowsOf(columns).map((row) => fields.map((field) => csvField(row[field] ?? null)).join(','));
  return `${[fields.map(csvField).join(','), ...lines].join('\n')}\n`;
}
