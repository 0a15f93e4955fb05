import { SIGNS } from '#base/visible-space';

type Value = string | number | boolean | null | undefined;

/** What the signs stand for that tokens are shown with. */
const UNSEEN = new Map(Object.entries(SIGNS).map(([unseen, sign]) => [sign, unseen]));

/** Rows for a program: their tokens without the signs that show white space to readers. */
export function withRealTokens<Row extends Readonly<Record<string, Value>>>(rows: readonly Row[]): Row[] {
  const real = (value: Value): Value =>
    typeof value === 'string' ? value.replace(/[␣⏎⇥⍽]/g, (sign) => UNSEEN.get(sign) ?? sign) : value;
  return rows.map(
    (row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, real(value)])) as Row,
  );
}

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
