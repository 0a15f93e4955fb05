import MiniSearch from 'minisearch';
import type { Place } from './search-places';

/** The search itself, started when a reader first wants it: an index of the page's places, made in a few milliseconds. */

export interface Found extends Place {
  /** The words of the place that were found, in small letters. */
  readonly words: readonly string[];
}

/** Finds places by the beginnings of words, the best first; a longer word may have a letter wrong. */
export type Search = (query: string) => Found[];

const tokenize = (text: string): string[] => text.match(/\p{L}+|\d+(?:[.,]\d+)*/gu) ?? [];

function openSearch(places: readonly Place[]): Search {
  const index = new MiniSearch<Place>({ fields: ['title', 'text'], idField: 'id', tokenize });
  index.addAll(places);
  const byId = new Map(places.map((place) => [place.id, place]));
  return (query) =>
    index
      .search(query, {
        tokenize,
        combineWith: 'AND',
        prefix: true,
        fuzzy: (word) => (word.length > 5 ? 1 : false),
        boost: { title: 3 },
      })
      .flatMap(({ id, terms }) => {
        const place = byId.get(String(id));
        return place ? [{ ...place, words: terms }] : [];
      });
}

globalThis.natsAndBitsSearch = openSearch;
