import { expect } from 'vitest';

export type Change = readonly [id: string, fields: Readonly<Record<string, unknown>>];

/** A JSON list with some fields of its item `id` replaced; a field that is undefined is left out. */
export function withChanged(text: string, id: string, fields: Readonly<Record<string, unknown>>): string {
  const items = JSON.parse(text) as Record<string, unknown>[];
  if (!items.some((item) => item.id === id)) throw new RangeError(`there is no item "${id}"`);
  return JSON.stringify(items.map((item) => (item.id === id ? { ...item, ...fields } : item)));
}

/** What the reader of a JSON list says of items that were changed, each by itself: the change, and the sentence below it. */
export function refusalsOf(
  read: (text: string) => unknown,
  text: string,
  changes: readonly Change[],
): string {
  const said = changes.map(([id, fields]) => {
    const shown = JSON.stringify(fields, (_key, value) => (value === undefined ? 'nothing' : value));
    return `${shown}\n  ${refusalOf(read, withChanged(text, id, fields))}\n`;
  });
  return said.join('');
}

export function refusalOf(read: (text: string) => unknown, text: string): string {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return (error as RangeError).message;
  }
  return expect.unreachable(`${text} was accepted`);
}
