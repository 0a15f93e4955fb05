import type { InstrumentKind } from '../../../scripts/page-model/lab.ts';

/**
 * What a reader wrote and set in an instrument, in the part of an address behind its #, which browsers keep to
 * themselves: `#try=score&before=&text=The+harbour`.
 */

/** Texts and settings by their names; a list is written as one name for each of its texts. */
export type State = Readonly<Record<string, string | readonly string[] | undefined>>;

/** In characters, escaped. Browsers take more, but much that links pass through does not. */
export const LONGEST_LINK = 8000;

/** Fields that are lists, and their names in an address. */
const LISTS: Partial<Record<InstrumentKind, readonly [field: string, name: string]>> = {
  score: ['texts', 'text'],
  answers: ['answers', 'answer'],
};

/** The part behind the #, with it. */
export function hashOf(kind: InstrumentKind, state: State): string {
  const [field, name = ''] = LISTS[kind] ?? [];
  const entries = Object.entries(state).flatMap(([key, value]) =>
    [value ?? []].flat().map((one) => [key === field ? name : key, one]),
  );
  return `#${new URLSearchParams([['try', kind], ...entries])}`;
}

/** What such a part says of the instrument of a kind, lists by either name; undefined if it speaks of another or none. */
export function stateIn(hash: string, kind: InstrumentKind): State | undefined {
  const all = new URLSearchParams(hash.slice(1));
  if (all.get('try') !== kind) return undefined;
  all.delete('try');
  const names = LISTS[kind] ?? [];
  const [field = ''] = names;
  const list = names.flatMap((name) => all.getAll(name));
  for (const name of names) all.delete(name);
  return { ...Object.fromEntries(all), ...(list.length > 0 && { [field]: list }) };
}
