/// <reference lib="dom" />
/// <reference types="vite/client" />
import { CHANGED, HELLO, type PreviewState, STATE } from './messages.ts';

/** Runs in a page of the preview: reloads it in place when it changed, and shows what is wrong or out of date. */

const STYLE = `
.preview-mistake{position:fixed;z-index:99;inset:auto 1rem 1rem;max-height:40vh;overflow:auto;margin:0;padding:.8rem 1rem;
border:2px solid #c0362c;border-radius:6px;background:#fff4f2;color:#3a0f0b;font:14px/1.45 ui-monospace,monospace;
white-space:pre-wrap;box-shadow:0 4px 24px #0004}
.preview-stale{margin:.4rem 0;padding:.3rem .7rem;border-left:4px solid #c98a00;background:#fff6dc;color:#4a3500;
font:14px/1.45 system-ui,sans-serif}`;

const PLACE = 'preview-place';
const page = document.documentElement.dataset.preview ?? '';

interface ReadingPosition {
  /** The elements with an id above the middle of the window, the last first, and how far down each is. */
  readonly above: readonly { readonly id: string; readonly top: number }[];
  readonly unfolded: readonly number[];
}

const folds = (): HTMLDetailsElement[] => [...document.querySelectorAll('details')];

function rememberPlace(): void {
  // They are not on the page that comes, and move what is below them.
  for (const mark of document.querySelectorAll('.preview-stale')) mark.remove();
  const above = [...document.querySelectorAll('main [id]')]
    .map((element) => ({ id: element.id, ...element.getBoundingClientRect().toJSON() }))
    .filter(({ top, height }) => height > 0 && top < innerHeight / 2)
    .map(({ id, top }) => ({ id, top }))
    .reverse();
  const unfolded = folds().flatMap(({ open }, index) => (open ? [index] : []));
  sessionStorage.setItem(PLACE, JSON.stringify({ page, above, unfolded }));
}

function returnToPlace(): void {
  const stored = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  if (stored === null) return;
  const { page: before, above, unfolded }: ReadingPosition & { page: string } = JSON.parse(stored);
  if (before !== page) return;
  history.scrollRestoration = 'manual';
  for (const index of unfolded) folds()[index]?.setAttribute('open', '');
  // An edit may have taken the nearest ones away.
  for (const { id, top } of above) {
    const element = document.getElementById(id);
    if (!element) continue;
    scrollBy({ top: element.getBoundingClientRect().top - top, behavior: 'instant' });
    return;
  }
}

function note(className: string, text: string): HTMLElement {
  const element = document.createElement('p');
  element.className = className;
  element.textContent = text;
  return element;
}

function show({ mistake, stale, measuring }: PreviewState): void {
  for (const old of document.querySelectorAll('.preview-mistake, .preview-stale')) old.remove();
  for (const [section, reasons] of Object.entries(stale)) {
    const text = `${measuring ? 'Being measured anew' : 'Out of date'}: ${reasons.join(', ')}.`;
    const heading = document.querySelector(`h3[id="${section}"], [id="${section}"] h3`);
    heading?.after(note('preview-stale', text));
  }
  const main = document.querySelector('main');
  if (measuring && !main?.querySelector('section')) main?.append(note('preview-stale', 'Being measured.'));
  if (mistake === null) return;
  const box = note('preview-mistake', mistake);
  box.setAttribute('role', 'alert');
  document.body.append(box);
}

const style = document.createElement('style');
style.textContent = STYLE;
document.head.append(style);
returnToPlace();

if (import.meta.hot) {
  const { hot } = import.meta;
  hot.on('vite:ws:connect', () => hot.send(HELLO, { page }));
  hot.on(STATE, show);
  hot.on(CHANGED, ({ pages }: { readonly pages: readonly string[] }) => {
    if (!pages.includes(page)) return;
    rememberPlace();
    location.reload();
  });
}
