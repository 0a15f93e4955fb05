import { refusals } from '../refusals.ts';

export type Change = readonly [id: string, fields: Readonly<Record<string, unknown>>];

/** What the reader of a JSON list says of items of which some fields were changed, or are missing, each by itself. */
export function refusalsOf(
  read: (text: string) => unknown,
  text: string,
  changes: readonly Change[],
): string {
  const items = JSON.parse(text) as Record<string, unknown>[];
  const cases = changes.map(([id, fields]) => {
    const what = JSON.stringify(fields, (_key, value) => (value === undefined ? 'nothing' : value));
    const changed = items.map((item) => (item.id === id ? { ...item, ...fields } : item));
    return [what, () => read(JSON.stringify(changed))] as const;
  });
  return refusals(Object.fromEntries(cases));
}
