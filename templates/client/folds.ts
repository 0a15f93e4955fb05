/** Folded parts open when something inside them is linked to, and before printing. */
export function startFolds(): void {
  const openAround = (): void => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    let fold = target.closest('details');
    if (!fold || fold.classList.contains('bar-contents')) return;
    while (fold) {
      fold.open = true;
      fold = fold.parentElement?.closest('details') ?? null;
    }
    target.scrollIntoView();
  };
  addEventListener('hashchange', openAround);
  openAround();

  let opened: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>('main details:not([open])')];
    for (const fold of opened) fold.open = true;
  });
  addEventListener('afterprint', () => {
    for (const fold of opened) fold.open = false;
  });
}
