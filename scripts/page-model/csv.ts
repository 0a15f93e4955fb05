type Value = string | number | boolean | null | undefined;

function csvField(value: Value): string {
  const text = String(value ?? '');
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV (RFC 4180, but with plain line feeds): a head with every key, numbers in full, null as nothing. */
export function toCsv(rows: readonly Readonly<Record<string, Value>>[]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => keys.map((key) => csvField(row[key])).join(','));
  return `${[keys.map(csvField).join(','), ...lines].join('\n')}\n`;
}
