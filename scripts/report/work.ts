import { madeHere } from '#base/made';
import { assertSaysSomething, type Work } from './block.ts';
import { assertId } from './measurement.ts';
import type { CitePart } from './part.ts';

/** Ends a list of authors that is not complete, as in BibTeX. */
const OTHERS = 'others';

function assertText(value: unknown, what: string): void {
  if (typeof value !== 'string' || value.trim() === '') throw new Error(`${what} is missing or empty`);
}

/** A work for `sources`. Throws an Error when something is missing, and on an address that is not on the web. */
export function source(work: Work): Work {
  assertId(work.id, 'the source id');
  const what = `source ${work.id}`;
  const names: readonly string[] = work.authors ?? [];
  if (names.every((name) => name === OTHERS))
    throw new Error(`${what} has no authors; list them as ['Shannon, Claude E.']`);
  for (const name of names) assertText(name, `an author of ${what}`);
  if (!Number.isSafeInteger(work.year) || !/^\d{4}$/.test(String(work.year)))
    throw new RangeError(`the year of ${what} should have four digits, got ${work.year}`);
  assertText(work.title, `the title of ${what}`);
  assertText(work.where, `where ${what} appeared`);
  if (work.url !== undefined && !/^https?:\/\/\S+$/.test(work.url))
    throw new Error(`the url of ${what} should begin with https://, got ${work.url}`);
  assertSaysSomething(work.adds, `what ${what} adds`);
  return madeHere({ ...work }, source);
}

/** A work named in the text, "Guo et al. 2017", linked to its entry among the chapter's sources. */
export function cite(work: string): CitePart {
  return madeHere({ type: 'cite', work }, cite);
}

/** "Guo" of "Guo, Chuan". */
const family = (name: string): string => name.replace(/,.*/s, '');
/** "Chuan Guo" of "Guo, Chuan". */
const inOrder = (name: string): string => name.replace(/^(.*?),\s*(.*)$/s, '$2 $1');

/** What a work is called in a sentence: "Shannon 1948", "Murphy and Winkler 1977", "Guo et al. 2017". */
export function workLabel({ authors, year }: Work): string {
  const [first = '', second, third] = authors;
  if (second === undefined) return `${family(first)} ${year}`;
  const both = third === undefined && second !== OTHERS;
  return `${family(first)} ${both ? `and ${family(second)}` : 'et al.'} ${year}`;
}

/** All authors in full: "Chuan Guo, Geoff Pleiss and Yu Sun", "Saurav Kadavath et al." */
export function authorsOf({ authors }: Work): string {
  const names = authors.filter((name) => name !== OTHERS).map(inOrder);
  if (names.length < authors.length) return `${names.join(', ')} et al.`;
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}
