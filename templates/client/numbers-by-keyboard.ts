import { announce } from './announce';
import { element } from './element';

/**
 * Numbers by the keyboard. There are thousands: as stops of the Tab key they would bar the way to everything else. So
 * they are stops only when a reader asks for it (a button behind the skip link), then one stop a section, and the arrow
 * keys go from number to number inside it. A number that was clicked is such a stop, too.
 */

const SECTIONS = 'article > section, .overview';
const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowRight: (at, last) => Math.min(at + 1, last),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, last) => last,
};

/** The numbers of a section that can be seen: not those in folded parts or in texts for those who only listen. */
function numbersOf(section: Element): HTMLElement[] {
  return [...section.querySelectorAll<HTMLElement>('data.value')].filter(
    (value) => value.checkVisibility() && !value.closest('.visually-hidden'),
  );
}

/** Makes one number of its section the stop of the Tab key, in place of the one before. */
function makeStop(value: HTMLElement): void {
  const section = value.closest(SECTIONS);
  for (const other of section?.querySelectorAll('data.value[tabindex]') ?? []) clearStop(other);
  value.tabIndex = 0;
  value.setAttribute('role', 'button');
}

function clearStop(value: Element): void {
  value.removeAttribute('tabindex');
  value.removeAttribute('role');
}

function setWalking(on: boolean, button: HTMLElement): void {
  button.setAttribute('aria-pressed', String(on));
  document.documentElement.classList.toggle('walking', on);
  for (const value of document.querySelectorAll('data.value[tabindex]')) clearStop(value);
  if (!on) return;
  for (const section of document.querySelectorAll(SECTIONS)) {
    const [first] = numbersOf(section);
    if (first) makeStop(first);
  }
  announce('Tab goes to the numbers of each section, the arrow keys from number to number, Escape ends it.');
}

/** Whether a key is meant for a dialog: one that is open, or one that it has just closed. */
function isForDialog({ target }: KeyboardEvent): boolean {
  return document.querySelector('dialog[open]') !== null || (target as Element).closest?.('dialog') != null;
}

/** Starts the walk; `explain` is called for a number that is asked about. */
export function startNumberWalk(explain: (value: HTMLElement) => void): void {
  const button = element('button', 'skip', 'Explain the numbers by keyboard');
  button.type = 'button';
  button.setAttribute('aria-pressed', 'false');
  const isOn = () => button.getAttribute('aria-pressed') === 'true';
  button.addEventListener('click', () => setWalking(!isOn(), button));
  document.querySelector('.skip')?.after(button);

  document.addEventListener('keydown', (event) => {
    const value = event.target;
    if (event.key === 'Escape' && isOn() && !isForDialog(event)) setWalking(false, button);
    // With these, arrows and the like are the browser's: back, to the end of the page.
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (!(value instanceof HTMLElement) || !value.matches('data.value')) return;
    if (event.key === 'Enter' || event.key === ' ') explain(value);
    else {
      const section = value.closest(SECTIONS);
      const step = STEPS[event.key];
      if (!section || !step) return;
      const numbers = numbersOf(section);
      const next = numbers[step(numbers.indexOf(value), numbers.length - 1)];
      if (next) makeStop(next);
      next?.focus();
    }
    event.preventDefault();
  });
  document.addEventListener('click', ({ target }) => {
    const value = target instanceof Element ? target.closest<HTMLElement>('main data.value') : null;
    // In a link or the head of a folded part a click means something else.
    if (!value || value.closest('a, summary, button')) return;
    makeStop(value);
    value.focus({ preventScroll: true });
  });
}
