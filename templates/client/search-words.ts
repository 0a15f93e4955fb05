/** The words of a text, as the search sees them: the same for its index, its excerpts and its marks. */

/** Runs of letters, numbers with their points and commas, and signs such as ⊕ and −, each by itself. */
export const WORD = /\p{L}+|\d+(?:[.,]\d+)*|[\p{S}%]/gu;

/** A word in small letters; 49,152 and 49152 are one. */
export function plainWord(word: string): string {
  return word.toLowerCase().replace(/(?<=\d),(?=\d{3}(?!\d))/g, '');
}

/** Words joined by underscores or hyphens: log_sum_exp is also found as logsumexp. */
const COMPOUND = /\p{L}+(?:[_-]\p{L}+)+/gu;

const folded = (compound: string): string => compound.replace(/[_-]/g, '').toLowerCase();

/** Every word of a text, and after them its compounds as one word each. */
export function wordsOf(text: string): string[] {
  return [...(text.match(WORD) ?? []), ...(text.match(COMPOUND) ?? []).map(folded)];
}

/**
 * Where a text has words, in its order and without overlaps: whole words or compounds only, given as `plainWord` gives
 * them.
 */
export function placesOfWords(
  text: string,
  words: readonly string[],
): { word: string; at: number; length: number }[] {
  const either = new RegExp(`${COMPOUND.source}|${WORD.source}`, 'gu');
  return [...text.matchAll(either)].flatMap(({ 0: found, index }) => {
    const compound = folded(found);
    if (words.includes(compound)) return [{ word: compound, at: index, length: found.length }];
    return [...found.matchAll(WORD)].flatMap(({ 0: part, index: start }) => {
      const word = plainWord(part);
      return words.includes(word) ? [{ word, at: index + start, length: part.length }] : [];
    });
  });
}
