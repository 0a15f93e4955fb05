/**
 * Reads this chapter's data sets: JSON lists of flat items, each with an `id`. Whatever is wrong is a RangeError that
 * names the item's id and the reason.
 */

export type Item = Readonly<Record<string, unknown>>;

/** Throws the RangeError that all checks of an item throw: its id, then the reason. */
export function reject(id: string, reason: string): never {
  throw new RangeError(`item "${id}": ${reason}`);
}

/**
 * The items of a JSON list in a file's text. `what` names the set in messages, such as "the retrieval set". Throws a
 * RangeError when the text is no JSON list of objects, or when an id is missing, empty or used twice.
 */
export function parseItems(text: string, what: string): readonly (Item & { readonly id: string })[] {
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
    if (!isItem(item)) throw new RangeError(`${place} should be an object`);
    const { id } = item;
    if (typeof id !== 'string' || id === '')
      throw new RangeError(`${place} should have an id, a text that is not empty`);
    if (ids.has(id)) reject(id, `its id occurs twice in ${what}`);
    ids.add(id);
    return { ...item, id };
  });
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Rejects an item that has a field other than `id` and `keys`. */
export function rejectUnknownKeys(item: Item, id: string, keys: readonly string[]): void {
  const unknown = Object.keys(item).find((key) => key !== 'id' && !keys.includes(key));
  if (unknown !== undefined) reject(id, `it has an unknown field "${unknown}"`);
}

/** The text in a field. Rejects the item when it is missing, no string, empty, or has space around it. */
export function readString(item: Item, id: string, key: string): string {
  const value = item[key];
  if (typeof value !== 'string') reject(id, `"${key}" should be a text, got ${JSON.stringify(value)}`);
  if (value === '' || value !== value.trim())
    reject(id, `"${key}" should be a text without space around it, got ${JSON.stringify(value)}`);
  return value;
}

/** The value in a field that must be one of a few. Rejects the item when it is not. */
export function readOneOf<const T extends string | number | null>(
  item: Item,
  id: string,
  key: string,
  allowed: readonly T[],
): T {
  const found = allowed.find((value) => value === item[key]);
  if (found === undefined)
    reject(
      id,
      `"${key}" should be one of ${allowed.map((value) => JSON.stringify(value)).join(', ')}, got ${JSON.stringify(item[key])}`,
    );
  return found;
}

/** Throws a RangeError unless exactly `expected` of the set's items have this value in a field. */
export function requireCount<T extends { readonly id: string }>(
  items: readonly T[],
  what: string,
  key: keyof T & string,
  value: T[keyof T & string],
  expected: number,
): void {
  const found = items.filter((item) => item[key] === value).length;
  if (found !== expected)
    throw new RangeError(`${what} should have ${expected} items with ${key} ${value}, got ${found}`);
}

/** Whether a text contains another, capitals or not. */
export function mentions(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

/**
 * Rejects the item unless the tokens of `prompt` are the first tokens of `prompt + ' ' + answer`: only then are the
 * tokens after them the answer's.
 */
export function requirePromptTokensKept(
  id: string,
  prompt: string,
  answer: string,
  encode: (text: string) => readonly number[],
): void {
  const whole = encode(`${prompt} ${answer}`);
  const kept = encode(prompt).every((token, place) => whole[place] === token);
  if (!kept) reject(id, `the prompt's tokens change when " ${answer}" follows it`);
}
