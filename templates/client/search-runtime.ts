import MiniSearch from 'minisearch';
import type { Place } from '../../scripts/page-model/search-places';
import { plainWord, WORD, wordsOf } from './search-words';

/** The search itself, started when a reader first wants it: an index of the page's places. */

export interface Found extends Place {
  /** The words of the place that were found, in small letters. */
  readonly words: readonly string[];
}

export interface Answer {
  /** The best first. */
  readonly found: readonly Found[];
  /** Whether these places have all the words, all but for their spelling, or only some of them. */
  readonly fit: 'all' | 'alike' | 'some';
}

/** Finds places by their names, and by the beginnings of words. */
export type Search = (query: string) => Answer;

const tokenize = (text: string): string[] => text.match(WORD) ?? [];

/** What has a number in the report. */
const NUMBERED = ['chapter', 'section', 'figure', 'table', 'exercise'];

interface Name {
  /** '' for a number alone, which several things may have. */
  readonly kind: string;
  readonly number: string;
}

/** The name that a query is: "figure 5.5", "fig. 5.5", "§3.2", "3.2". */
function nameIn(query: string): Name | undefined {
  const [, word = '', number = ''] =
    /^(\u00A7|\p{L}{2,})?\.?\s*(\d+(?:\.\d+)*)$/u.exec(query.toLowerCase()) ?? [];
  if (number === '' || (word === '' && !number.includes('.'))) return undefined;
  const kind = word === '§' ? 'section' : NUMBERED.find((one) => word !== '' && one.startsWith(word));
  return word === '' || kind ? { kind: kind ?? '', number } : undefined;
}

function isCalled({ id, title }: Place, { kind, number }: Name): boolean {
  // The title of a chapter is without its number, which its id begins with.
  if (kind === 'chapter') return Number(/^(\d+)-/.exec(id)?.[1]) === Number(number);
  const [, word = 'section', own] = /^(?:(\p{L}+)\s)?(\d+(?:\.\d+)*)(?=\s|$)/u.exec(title) ?? [];
  return own === number && (kind === '' || word.toLowerCase() === kind);
}

/** How many letters of a word may be wrong. A number is right or another one. */
function wrongLetters(word: string, most: number): number {
  if (word.length < 4 || /\d/.test(word)) return 0;
  return Math.min(most, word.length < 5 ? 1 : 2);
}

/** Makes the index in short turns, between which the page answers. */
async function openSearch(places: readonly Place[]): Promise<Search> {
  const index = new MiniSearch<Place>({
    fields: ['title', 'text'],
    idField: 'id',
    tokenize: wordsOf,
    processTerm: plainWord,
  });
  await index.addAllAsync(places, { chunkSize: 20 });
  const byId = new Map(places.map((place) => [place.id, place]));

  const look = (query: string, combineWith: 'AND' | 'OR', most: number): Found[] =>
    index
      .search(query, {
        tokenize,
        combineWith,
        prefix: true,
        fuzzy: (word) => wrongLetters(word, most),
        boost: { title: 3 },
      })
      .flatMap(({ id, terms }) => {
        const place = byId.get(String(id));
        return place ? { ...place, words: terms } : [];
      });

  return (query) => {
    const all = look(query, 'AND', 0);
    const name = nameIn(query);
    if (name) {
      const called = places.filter((place) => isCalled(place, name));
      const others = all.filter(({ id }) => !called.some((place) => place.id === id));
      const found = [...called.map((place) => ({ ...place, words: [] })), ...others];
      return { found, fit: 'all' };
    }
    if (all.length > 0) return { found: all, fit: 'all' };
    for (const most of [1, 2]) {
      const alike = look(query, 'AND', most);
      if (alike.length > 0) return { found: alike, fit: 'alike' };
    }
    return { found: look(query, 'OR', 1), fit: 'some' };
  };
}

globalThis.natsAndBitsSearch = openSearch;
