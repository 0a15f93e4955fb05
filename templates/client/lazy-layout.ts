/** What waits for the first screen, and in the stylesheet stands for as much room as is likely. */
const WAITING = '.chapter > section:nth-of-type(n + 2), main > .back';

/**
 * Lays out what lies below the first screen once the page is loaded, a section at a time: a slow phone answers its
 * reader in between. Whoever is about to go somewhere gets all at once, so that the place is where it will stay.
 * Resolves when nothing waits any more.
 */
export function startLazyLayout(): Promise<void> {
  const { classList } = document.documentElement;
  const sections = [...document.querySelectorAll(WAITING)];
  return new Promise((resolve) => {
    const going = new AbortController();
    const finish = (): void => {
      going.abort();
      classList.remove('arriving');
      resolve();
    };
    const layOutNext = (): void => {
      const section = sections.shift();
      if (section && classList.contains('arriving')) {
        section.classList.add('arrived');
        requestAnimationFrame(() => setTimeout(layOutNext));
      } else finish();
    };
    for (const event of ['click', 'keydown', 'hashchange', 'beforeprint'])
      addEventListener(event, finish, { capture: true, signal: going.signal });
    if (document.readyState === 'complete') layOutNext();
    else addEventListener('load', layOutNext, { once: true });
  });
}
