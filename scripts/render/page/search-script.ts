import type { Place } from '#page-model/search-places';
import { noCache } from '../shared/cache.ts';

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
    const found = await cache('places', body, async () =>
      (await import('./search-places-in-html.ts')).placesIn(body),
    );
    for (const place of found) if (!places.has(place.id)) places.set(place.id, { ...place, page });
  }
  return `globalThis.natsAndBitsPlaces=${JSON.stringify([...places.values()])};\n`;
}
