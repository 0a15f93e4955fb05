import { partOfPlace, readableText } from '../../scripts/page-model/search-places';
import { openFoldsAround } from './folds';
import type { Found } from './search-runtime';
import { placesOfWords } from './search-words';

/** Every place where an element has one of the words, in the order of the text. */
function occurrences(part: Element, words: readonly string[]): { word: string; range: Range }[] {
  return [...readableText(part)].flatMap((node) =>
    placesOfWords(node.data, words).map(({ word, at, length }) => {
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + length);
      return { word, range };
    }),
  );
}

/** Whether a range is drawn where a reader sees it; a figure's description is only heard. */
function isSeen({ range }: { range: Range }): boolean {
  const { parentElement } = range.startContainer;
  return range.getClientRects().length > 0 && !parentElement?.closest('.visually-hidden, desc');
}

/** Takes the marks off what was found. */
export function forgetFound(): void {
  if ('highlights' in CSS) CSS.highlights.delete('found');
}

/** Goes to what the search found: folded parts open, the words are marked, and reading aloud goes on from there. */
export function goTo({ id, words }: Pick<Found, 'id' | 'words'>): void {
  const head = document.getElementById(id);
  const part = partOfPlace(id);
  if (!head || !part) return;
  if (location.hash !== `#${id}`) history.pushState(null, '', `#${id}`);
  const found = occurrences(part, words);
  openFoldsAround(part);
  // A folded part stays folded when all of the words come before it.
  const firsts = words.flatMap((word) => found.find((one) => one.word === word) ?? []);
  for (const { range } of firsts) openFoldsAround(range.startContainer);
  if ('highlights' in CSS) CSS.highlights.set('found', new Highlight(...found.map(({ range }) => range)));
  head.tabIndex = -1;
  head.focus({ preventScroll: true });
  const near = found.find(isSeen)?.range.startContainer.parentElement;
  // A place that fits is shown from its beginning, in a longer one the words are brought into view.
  if (near && part.getBoundingClientRect().height > innerHeight * 0.7)
    near.scrollIntoView({ block: 'center' });
  else head.scrollIntoView();
}
