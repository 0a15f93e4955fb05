import { parseHTML } from 'linkedom';
import type { Place } from '../../../templates/client/search-places.ts';
import { placesOf } from '../../../templates/client/search-places.ts';

/** What a search can find in a page's body. */
export function placesIn(body: string): Place[] {
  const { document } = parseHTML(`<html><body>${body}</body></html>`);
  const main = document.querySelector('main');
  return main ? placesOf(main) : [];
}
