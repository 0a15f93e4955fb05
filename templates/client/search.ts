import { element } from './element';
import { icon } from './icons';
import { forgetFound, goTo } from './search-goto';
import { placesOf } from './search-places';
import type { Found, Search } from './search-runtime';
import { placesOfWords } from './search-words';
import { runStoredScript } from './stored-script';

declare global {
  var natsAndBitsSearch: ((places: ReturnType<typeof placesOf>) => Search) | undefined;
}

/** How many results are listed. */
const MOST = 20;
/** Characters of text around what was found. */
const BEFORE = 50;
const AROUND = 170;

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
  link.href = `#${found.id}`;
  link.append(
    element('span', 'search-title', found.title),
    element('span', 'search-chapter', found.chapter),
    element('span', 'search-excerpt', ...excerpt(found)),
  );
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(found);
  });
  return element('li', '', link);
}

/** Lets the arrow keys go from the words to the results and through them. */
function walkByArrows(dialog: HTMLDialogElement, words: HTMLInputElement): void {
  dialog.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const stops: HTMLElement[] = [words, ...dialog.querySelectorAll<HTMLElement>('.search-results a')];
    const at = stops.findIndex((stop) => stop.contains(document.activeElement));
    stops[Math.min(Math.max(at + step, 0), stops.length - 1)]?.focus();
    event.preventDefault();
  });
}

/** Search over the report: a dialog, opened by its buttons or by Ctrl+K, that finds folded parts as well. */
export function startSearch(): void {
  const dialog = document.querySelector<HTMLDialogElement>('dialog.search');
  const words = dialog?.querySelector<HTMLInputElement>('input');
  const count = dialog?.querySelector<HTMLElement>('.search-count');
  const results = dialog?.querySelector<HTMLElement>('.search-results');
  const main = document.querySelector('main');
  if (!dialog || !words || !count || !results || !main) return;

  let search: Search | undefined;
  const open = (): void => {
    if (dialog.open) return;
    forgetFound();
    document.querySelector('.bar-contents')?.removeAttribute('open');
    runStoredScript('search-runtime');
    search ??= globalThis.natsAndBitsSearch?.(placesOf(main));
    dialog.showModal();
    words.select();
  };
  const choose = (found: Found): void => {
    dialog.close();
    goTo(found);
  };
  const show = (): void => {
    const query = words.value.trim();
    const found = query === '' ? [] : (search?.(query) ?? []);
    results.replaceChildren(...found.slice(0, MOST).map((one) => resultItem(one, choose)));
    const shown = found.length > MOST ? `, the best ${MOST} are listed` : '';
    count.textContent =
      query === '' ? '' : `${found.length} ${found.length === 1 ? 'place' : 'places'} found${shown}`;
  };

  words.addEventListener('input', show);
  words.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') results.querySelector<HTMLAnchorElement>('a')?.click();
    // Left to itself, the first press would only empty the field.
    if (event.key === 'Escape') dialog.close();
  });
  walkByArrows(dialog, words);
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
