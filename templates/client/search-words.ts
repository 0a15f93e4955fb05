/** The words of a text, as the search sees them: the same for its index, its excerpts and its marks. */

/** Runs of letters, numbers with their points and commas, and signs such as ⊕ and −, each by itself. */
export const WORD = /\p{L}+|\d+(?:[.,]\d+)*|[\p{S}%]/gu;

/** A word in small letters; 49,152 and 49152 are one. */
export function plainWord(word: string): string {
  return word.toLowerCase().replace(/(?<=\d),(?=\d{3}(?!\d))/g, '');
}

/** Where a text has words, in its order: whole words only, given as `plainWord` gives them. */
export function placesOfWords(
  text: string,
  words: readonly string[],
): { word: string; at: number; length: number }[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: found, index }) => {
    const word = plainWord(found);
    return words.includes(word) ? [{ word, at: index, length: found.length }] : [];
  });
}
