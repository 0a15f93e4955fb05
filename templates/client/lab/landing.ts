/** Keeps a place at the top of the window while what is above it grows, until the reader moves. */
export function landOn(place: Element): void {
  place.scrollIntoView();
  const moved = new AbortController();
  const resized = new ResizeObserver(() => place.scrollIntoView());
  resized.observe(document.body);
  for (const event of ['wheel', 'touchstart', 'pointerdown', 'keydown', 'hashchange'])
    addEventListener(event, () => moved.abort(), { signal: moved.signal });
  moved.signal.addEventListener('abort', () => resized.disconnect());
}
