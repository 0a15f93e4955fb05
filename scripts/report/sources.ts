import { madeHere } from '#base/source-location';
import { assertSaysSomething, type Work } from './block.ts';
import { assertId } from './ids.ts';
import type { CitePart } from './prose-parts.ts';

/** Ends a list of authors that is not complete, as in BibTeX. */
const OTHERS = 'others';

/** A work for `sources`. Throws an Error on a malformed id, and without a word on what it adds. */
export function source(work: Work): Work {
  assertId(work.id, 'the source id');
  assertSaysSomething(work.adds, `what source ${work.id} adds`);
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
