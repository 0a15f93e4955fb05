import MiniSearch from 'minisearch';
import type { Place } from './search-places';
import { plainWord, WORD } from './search-words';

/** The search itself, started when a reader first wants it: an index of the page's places, made in a few milliseconds. */

export interface Found extends Place {
  /** The words of the place that were found, in small letters. */
  readonly words: readonly string[];
}

/** Finds places by the beginnings of words, the best first; a longer word may have a letter wrong. */
export type Search = (query: string) => Found[];

const tokenize = (text: string): string[] => text.match(WORD) ?? [];

/** Whether a place has this name: "Table 2.4" is no beginning of "Table 2.41". */
function isCalled({ title }: Place, name: string): boolean {
  const small = title.toLowerCase();
  return small.startsWith(name) && !/^\.?\d/.test(small.slice(name.length));
}

function openSearch(places: readonly Place[]): Search {
  const index = new MiniSearch<Place>({
    fields: ['title', 'text'],
    idField: 'id',
    tokenize,
    processTerm: plainWord,
  });
  index.addAll(places);
  const byId = new Map(places.map((place) => [place.id, place]));
  return (query) => {
    // A section's title begins with its number alone.
    const wanted = query.replace(/^section\s+(?=\d)/i, '');
    const found = index
      .search(wanted, {
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
    const called = found.filter((place) => isCalled(place, wanted.toLowerCase()));
    return [...called, ...found.filter((place) => !called.includes(place))];
  };
}

globalThis.natsAndBitsSearch = openSearch;
