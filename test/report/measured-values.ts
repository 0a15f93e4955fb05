import type { DataRow, DrawableRow } from '#report/block';
import type { Kind, KindName } from '#report/number-kinds';
import { type DataText, Quantity } from '#report/quantity';
import { given } from '#report/values';

/** A number as if a measurement had stored it with this kind. */
export function measured<K extends KindName>(
  kind: K | Extract<Kind, { readonly kind: K }>,
  value: number,
): Quantity<K> {
  return new Quantity<K>(value, { measurement: 'test', path: 'value', entries: [], kind: kind as Kind });
}

/** A string as if a measurement had stored it. */
export function stored(text: string): DataText {
  return text as DataText;
}

/** Plain rows as a figure takes them, with their numbers as chosen ones. */
export function drawable(rows: readonly DataRow[]): DrawableRow[] {
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([field, value]) => [field, typeof value === 'number' ? given(value) : value]),
    ),
  );
}
