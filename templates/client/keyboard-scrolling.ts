/**
 * A box is a stop of the Tab key as long as there is something to scroll in it, for those who scroll by keyboard. The
 * page makes every such box one, since without a script nobody knows.
 */
export function startScrollStops(laidOut: Promise<void>): void {
  const boxes = document.querySelectorAll<HTMLElement>(
    'main :is(.scroll, .equation, .drawing, pre)[tabindex]',
  );
  const setStop = (box: Element): void => {
    if (box.scrollWidth > box.clientWidth) box.setAttribute('tabindex', '0');
    else box.removeAttribute('tabindex');
  };
  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) setStop(target);
  });
  for (const box of boxes) resized.observe(box);
  // Letters of another font are as wide as they are, in a box that keeps its size.
  void Promise.all([laidOut, document.fonts.ready]).then(() => boxes.forEach(setStop));
}
