import { type Place, placesOf } from '#page-model/search-places';
import { noCache } from '../shared/cache.ts';

/** What a search can find in a page's body. */
export async function placesIn(body: string): Promise<Place[]> {
  const { parseHTML } = await import('linkedom'); // slow to load, and not needed while all places are cached
  const { document } = parseHTML(`<html><body>${body}</body></html>`);
  const main = document.querySelector('main');
  return main ? placesOf(main) : [];
}

/**
 * The script beside the pages that says what the search can find in all of them; `bodies` by their pages. What several
 * pages have is found in the first.
 */
export async function searchPlacesScript(
  bodies: ReadonlyMap<string, string>,
  cache = noCache,
): Promise<string> {
  const places = new Map<string, Place>();
  for (const [page, body] of bodies) {
    const found = await cache('places', body, () => placesIn(body));
    for (const place of found) if (!places.has(place.id)) places.set(place.id, { ...place, page });
  }
  return `globalThis.natsAndBitsPlaces=${JSON.stringify([...places.values()])};\n`;
}
