import { parseHTML } from 'linkedom';
import type { Place } from '#page-model/search-places';
import { placesOf } from '#page-model/search-places';

/** What a search can find in a page's body. */
export function placesIn(body: string): Place[] {
  const { document } = parseHTML(`<html><body>${body}</body></html>`);
  const main = document.querySelector('main');
  return main ? placesOf(main) : [];
}
