import type { Place } from '../../scripts/page-model/search-places';
import { element } from './element';
import { addressed } from './folds';
import { icon } from './icons';
import { runScript } from './load-script';
import { forgetFound, goTo } from './search-goto';
import type { Answer, Found, Search } from './search-runtime';
import { addressOfFound, isOnThisPage, searchedPlaces, wordsBroughtAlong } from './search-source';
import { placesOfWords } from './search-words';

declare global {
  var natsAndBitsSearch: ((places: readonly Place[]) => Promise<Search>) | undefined;
}

/** How many results are listed. */
const MOST = 20;
/** Characters of text around what was found. */
const BEFORE = 50;
const AROUND = 170;

/** What a search found, in words. */
function inWords({ found, fit }: Answer): string {
  if (found.length === 0) return 'Nothing found';
  const places = `${found.length} ${found.length === 1 ? 'place' : 'places'}`;
  const listed = found.length > MOST ? `; the best ${MOST} are listed` : '';
  if (fit === 'all') return `${places} found${listed}`;
  if (fit === 'some') return `No place has all of these words; ${places} with some of them${listed}`;
  const words = [...new Set(found.flatMap(({ words }) => words))].slice(0, 3).join(', ');
  return `Nothing is spelled so; ${places} with words spelled alike (${words})${listed}`;
}

const HELP =
  'You can look for words and their beginnings, numbers, signs such as ⊕ and −, and for what has a number: ' +
  '“chapter 1”, “section 1.1”, “figure 1.1”, “table 1.1”.';

/** The text around the first word found, that word marked. */
function excerpt({ text, words }: Found): Node[] {
  const first = placesOfWords(text, words)[0] ?? { at: 0, length: 0 };
  const start = Math.max(0, first.at - BEFORE);
  const from = start === 0 ? 0 : text.indexOf(' ', start) + 1;
  const cut = from + AROUND < text.length ? text.lastIndexOf(' ', from + AROUND) : text.length;
  const end = Math.max(cut, first.at + first.length);
  const mark = document.createElement('mark');
  mark.textContent = text.slice(first.at, first.at + first.length);
  return [
    new Text((from > 0 ? '… ' : '') + text.slice(from, first.at)),
    mark,
    new Text(text.slice(first.at + first.length, end) + (end < text.length ? ' …' : '')),
  ];
}

/** A result as a link, so that it can also be opened elsewhere or copied. */
function resultItem(found: Found, choose: (found: Found) => void): HTMLElement {
  const link = document.createElement('a');
  link.href = addressOfFound(found);
  link.append(
    element('span', 'search-title', found.title),
    element('span', 'search-chapter', found.chapter),
    element('span', 'search-excerpt', ...excerpt(found)),
  );
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !isOnThisPage(found)) return;
    event.preventDefault();
    choose(found);
  });
  return element('li', '', link);
}

/** Search over the report: a dialog, opened by its buttons or by Ctrl+K, that finds folded parts as well. */
export function startSearch(): void {
  const dialog = document.querySelector<HTMLDialogElement>('dialog.search');
  const words = dialog?.querySelector<HTMLInputElement>('input');
  const count = dialog?.querySelector<HTMLElement>('.search-count');
  const results = dialog?.querySelector<HTMLElement>('.search-results');
  const main = document.querySelector('main');
  if (!dialog || !words || !count || !results || !main) return;

  const help = element('p', 'search-help', HELP);
  help.hidden = true;
  results.after(help);

  let search: Search | undefined;
  let started: Promise<void> | undefined;
  const start = async (): Promise<void> => {
    count.textContent = 'Reading the report …';
    // The dialog is shown before the work begins.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const { places, isPartial } = await searchedPlaces(main);
    await runScript('search-runtime');
    search = await globalThis.natsAndBitsSearch?.(places);
    const note = 'Only this page is searched: what is on the others could not be loaded.';
    if (isPartial && search) results.before(element('p', 'search-note', note));
    show();
  };
  const open = (): void => {
    if (dialog.open) return;
    forgetFound();
    document.querySelector('.bar-contents')?.removeAttribute('open');
    dialog.showModal();
    words.select();
    started ??= start();
  };
  const choose = (found: Found): void => {
    dialog.close();
    goTo(found);
  };
  const show = (): void => {
    if (!search) return;
    const query = words.value.trim();
    const answer = query === '' ? undefined : search(query);
    const shown = answer?.found.slice(0, MOST).map((one) => resultItem(one, choose)) ?? [];
    results.replaceChildren(...shown);
    count.textContent = answer ? inWords(answer) : '';
    help.hidden = !answer || shown.length > 0;
  };

  words.addEventListener('input', show);
  words.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') void started?.then(() => results.querySelector('a')?.click());
    // Left to itself, the first press would only empty the field.
    if (event.key === 'Escape') dialog.close();
  });
  dialog.querySelector('.search-close')?.addEventListener('click', () => dialog.close());
  // Closed by a press beside it; one that selects text and ends there is none.
  let beganBeside = false;
  dialog.addEventListener('pointerdown', (event) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    beganBeside = event.target === dialog && (x < left || x > right || y < top || y > bottom);
  });
  dialog.addEventListener('click', (event) => {
    if (beganBeside && event.target === dialog) dialog.close();
  });
  addEventListener('hashchange', forgetFound);
  addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    open();
  });
  for (const button of document.querySelectorAll<HTMLButtonElement>('.search-open')) {
    button.prepend(icon('search'));
    button.hidden = false;
    button.addEventListener('click', open);
  }
}

/** Shows what the search of another page found on this one. */
export function startWithFound(): void {
  const words = wordsBroughtAlong();
  const id = addressed(location.hash)?.id;
  if (words.length > 0 && id !== undefined) goTo({ id, words });
}
