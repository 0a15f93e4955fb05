import { addressed } from './folds';

/** Marks in the contents what is being read, and closes the phone's list when something was chosen, there or elsewhere. */
export function startContents(laidOut: Promise<void>): void {
  const side = document.querySelector<HTMLElement>('.side');
  const phone = document.querySelector<HTMLDetailsElement>('.bar-contents');
  document.addEventListener('click', ({ target }) => {
    if (!phone?.open || !(target instanceof Element)) return;
    if (!phone.contains(target) || target.closest('a')) phone.open = false;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && phone?.open && !document.querySelector('dialog[open]')) {
      phone.open = false;
      phone.querySelector('summary')?.focus();
    }
  });
  if (side) void laidOut.then(() => followReading(side));
}

function followReading(side: HTMLElement): void {
  const links = [...side.querySelectorAll<HTMLAnchorElement>('.contents a[href^="#"]')];
  const headings = links.flatMap((link) => {
    const heading = addressed(link.hash);
    return heading ? [{ link, heading }] : [];
  });
  let current: HTMLAnchorElement | undefined;
  const mark = (): void => {
    if (side.getClientRects().length === 0) return;
    // The last heading above the upper third of the window is the one being read.
    const line = innerHeight / 3;
    const passed = headings.filter(({ heading }) => heading.getBoundingClientRect().top < line);
    const link = passed.at(-1)?.link;
    if (link === current) return;
    current?.removeAttribute('aria-current');
    current = link;
    link?.setAttribute('aria-current', 'true');
    const chapter = link?.closest('.contents > li');
    for (const item of side.querySelectorAll('.contents > li'))
      item.classList.toggle('current', item === chapter);
    if (link) keepInView(side, link);
  };
  let waiting = false;
  const soon = (): void => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  };
  addEventListener('scroll', soon, { passive: true });
  addEventListener('resize', soon);
  mark();
}

/** Scrolls the list only, never the page. */
function keepInView(side: HTMLElement, link: HTMLElement): void {
  const box = side.getBoundingClientRect();
  const { top, bottom } = link.getBoundingClientRect();
  if (top < box.top + 60 || bottom > box.bottom - 60) side.scrollTop += top - box.top - box.height / 3;
}
