import { parseHTML } from 'linkedom';
import type { Place } from '../../../templates/client/search-places.ts';
import { placesOf } from '../../../templates/client/search-places.ts';

/** The file beside the pages that says what the search can find in all of them, as the page of the whole finds it itself. */

/** A script that knows every place; `bodies` by their pages. What several pages have is found in the first. */
export function searchPlacesScript(bodies: ReadonlyMap<string, string>): string {
  const places = new Map<string, Place>();
  for (const [page, body] of bodies) {
    const { document } = parseHTML(`<html><body>${body}</body></html>`);
    const main = document.querySelector('main');
    for (const place of main ? placesOf(main) : [])
      if (!places.has(place.id)) places.set(place.id, { ...place, page });
  }
  return `globalThis.natsAndBitsPlaces=${JSON.stringify([...places.values()])};\n`;
}
