/** This page's path below output/, where the other pages are beside it; the whole report on one page has none. */
export const thisPage: string | undefined = document.body.dataset.page;

/** Where a file below output/ is, seen from this page. */
export function addressFromHere(path: string): string {
  return '../'.repeat((thisPage ?? '').split('/').length - 1) + path;
}
