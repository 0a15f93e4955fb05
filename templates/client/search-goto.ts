import { openFoldsAround } from './folds';
import { partOfPlace, readableText } from './search-places';
import type { Found } from './search-runtime';

/** Where a word first stands in an element. */
function firstRange(part: Element, words: readonly string[]): Range | undefined {
  for (const node of readableText(part)) {
    const small = node.data.toLowerCase();
    for (const word of words) {
      const at = small.indexOf(word.toLowerCase());
      if (at === -1) continue;
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + word.length);
      return range;
    }
  }
  return undefined;
}

/** Goes to what the search found: folded parts open, the word is marked, and reading aloud goes on from there. */
export function goTo({ id, words }: Found): void {
  const head = document.getElementById(id);
  const part = partOfPlace(id);
  if (!head || !part) return;
  history.pushState(null, '', `#${id}`);
  const range = firstRange(part, words);
  openFoldsAround(range?.startContainer ?? part);
  openFoldsAround(part);
  if (range && 'highlights' in CSS) CSS.highlights.set('found', new Highlight(range));
  head.tabIndex = -1;
  head.focus({ preventScroll: true });
  const height = part.getBoundingClientRect().height;
  const near = range?.startContainer.parentElement;
  // A place that fits is shown from its beginning, in a longer one the word is brought into view.
  if (near && height > innerHeight * 0.7) near.scrollIntoView({ block: 'center' });
  else head.scrollIntoView();
}
