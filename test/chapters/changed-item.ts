/** A JSON list with some fields of its item `id` replaced; a field that is undefined is left out. */
export function withChanged(text: string, id: string, fields: Readonly<Record<string, unknown>>): string {
  const items = JSON.parse(text) as Record<string, unknown>[];
  if (!items.some((item) => item.id === id)) throw new RangeError(`there is no item "${id}"`);
  return JSON.stringify(items.map((item) => (item.id === id ? { ...item, ...fields } : item)));
}
