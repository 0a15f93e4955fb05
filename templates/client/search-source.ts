import type { Place } from '../../scripts/page-model/search-places';
import { placesOf } from '../../scripts/page-model/search-places';
import { runScript } from './load-script';
import { addressFromHere, thisPage } from './page-address';

/** Where the search looks: on a page of its own, at what is on it; on one of several, at all of them. */

declare global {
  var natsAndBitsPlaces: readonly Place[] | undefined;
}

interface Searched {
  readonly places: readonly Place[];
  /** Whether there are other pages that could not be looked at. */
  readonly isPartial: boolean;
}

/** The places to search. What they are on the other pages is in a file beside them. */
export async function searchedPlaces(main: Element): Promise<Searched> {
  if (thisPage === undefined) return { places: placesOf(main), isPartial: false };
  await runScript('search-places').catch(() => undefined);
  const places = globalThis.natsAndBitsPlaces;
  return { places: places ?? placesOf(main), isPartial: places === undefined };
}

export function isOnThisPage({ page }: Place): boolean {
  return page === undefined || page === thisPage;
}

const FOUND = 'found';

/** The address of what was found. On another page the words go along, to be marked there. */
export function addressOfFound({ words, ...place }: Place & { readonly words: readonly string[] }): string {
  if (isOnThisPage(place)) return `#${place.id}`;
  const query = new URLSearchParams({ [FOUND]: words.join(' ') });
  return `${addressFromHere(place.page ?? '')}?${query}#${place.id}`;
}

/** The words that a reader who comes from another page's search has found here. */
export function wordsBroughtAlong(): string[] {
  return (new URLSearchParams(location.search).get(FOUND) ?? '').split(' ').filter((word) => word !== '');
}
