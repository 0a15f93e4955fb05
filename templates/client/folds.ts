/** Opens every folded part around a node; the list of contents on phones is none. */
export function openFoldsAround(node: Node | null): void {
  const start = node instanceof Element ? node : (node?.parentElement ?? null);
  for (let fold = start?.closest('details'); fold; fold = fold.parentElement?.closest('details'))
    if (!fold.classList.contains('bar-contents')) fold.open = true;
}

/** The element that the address points at. */
export function addressed(hash: string): HTMLElement | null {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null;
  }
}

/** Folded parts open when something inside them is linked to. */
export function startFolds(): void {
  const openTarget = (): void => {
    const target = addressed(location.hash);
    // Where nothing has to be opened the browser has gone to the right place, also on the way back.
    if (!target?.closest('main details:not([open])')) return;
    openFoldsAround(target);
    target.scrollIntoView();
  };
  addEventListener('hashchange', openTarget);
  openTarget();
}
