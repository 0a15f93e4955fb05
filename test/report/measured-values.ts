import type { DataText, KindName, Quantity } from '#report/kind';

/** A number as if a measurement had stored it with this kind. */
export function measured<K extends KindName>(_kind: K, value: number): Quantity<K> {
  return value as Quantity<K>;
}

/** A string as if a measurement had stored it. */
export function stored(text: string): string & DataText {
  return text as string & DataText;
}
