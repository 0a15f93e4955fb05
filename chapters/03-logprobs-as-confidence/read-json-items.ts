/**
 * Reads this chapter's data sets: JSON lists of flat items, each with an `id`. Whatever is wrong is a RangeError that
 * names the item's id and the reason.
 */

export type Item = Readonly<Record<string, unknown>> & { readonly id: string };

export function reject(id: string, reason: string): never {
  throw new RangeError(`item "${id}": ${reason}`);
}

/** The items of a JSON list, with no fields but `id` and `keys`; `what` names the set in messages. */
export function parseItems(text: string, what: string, keys: readonly string[]): readonly Item[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (cause) {
    throw new RangeError(`${what} should be JSON, but is not`, { cause });
  }
  if (!Array.isArray(list)) throw new RangeError(`${what} should be a list of items`);
  const ids = new Set<string>();
  return list.map((item: unknown, index) => {
    const place = `item ${index + 1} of ${what}`;
    if (typeof item !== 'object' || item === null || Array.isArray(item))
      throw new RangeError(`${place} should be an object`);
    const { id } = item as Item;
    if (typeof id !== 'string' || id === '')
      throw new RangeError(`${place} should have an id, a text that is not empty`);
    if (ids.has(id)) reject(id, `its id occurs twice in ${what}`);
    ids.add(id);
    const unknown = Object.keys(item).find((key) => key !== 'id' && !keys.includes(key));
    if (unknown !== undefined) reject(id, `it has an unknown field "${unknown}"`);
    return item as Item;
  });
}

export function readString(item: Item, key: string): string {
  const value = item[key];
  if (typeof value !== 'string') reject(item.id, `"${key}" should be a text, got ${JSON.stringify(value)}`);
  if (value === '' || value !== value.trim())
    reject(item.id, `"${key}" should be a text without space around it, got ${JSON.stringify(value)}`);
  return value;
}

export function readOneOf<const T>(item: Item, key: string, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === item[key]);
  if (found !== undefined) return found;
  const words = allowed.map((value) => JSON.stringify(value)).join(', ');
  reject(item.id, `"${key}" should be one of ${words}, got ${JSON.stringify(item[key])}`);
}

/** Throws unless exactly `n` of the set's items have this value in a field. */
export function requireCount(items: readonly Item[], what: string, key: string, value: unknown, n: number) {
  const found = items.filter((item) => item[key] === value).length;
  if (found !== n) throw new RangeError(`${what} should have ${n} items with ${key} ${value}, got ${found}`);
}
