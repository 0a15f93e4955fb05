import type { LanguageModel } from '#lm/types';

/** All ways to cut a text into pieces that the vocabulary has, longest first piece first. */
export function segmentations(text: string, isPiece: (piece: string) => boolean): string[][] {
  if (text === '') return [[]];
  const found: string[][] = [];
  for (let end = text.length; end > 0; end--) {
    const piece = text.slice(0, end);
    if (!isPiece(piece)) continue;
    for (const rest of segmentations(text.slice(end), isPiece)) found.push([piece, ...rest]);
  }
  return found;
}

/** All ways to write a word, the tokeniser's own among them even if its tokens do not spell characters. */
export function waysToWrite(lm: LanguageModel, word: string) {
  const vocabulary = lm.pieces(Array.from({ length: lm.vocabularySize }, (_, id) => id));
  const ownPieces = lm.pieces(lm.encode(word));
  // The own tokens come last: of two that spell the same, the tokeniser's is meant.
  const known = [...vocabulary.filter(({ special }) => !special), ...ownPieces];
  const idOf = new Map(known.map(({ id, text }) => [text, id]));
  const ownCut = ownPieces.map(({ text }) => text);
  const placeOfOwn = (list: readonly string[][]) =>
    list.findIndex((cut) => cut.join('|') === ownCut.join('|'));
  const found = segmentations(word, (piece) => idOf.has(piece));
  const cuts = placeOfOwn(found) < 0 ? [ownCut, ...found] : found;
  const pieces = new Set(segmentations(word, () => true).flat());
  return {
    cuts,
    ids: cuts.map((cut) => cut.map((piece) => idOf.get(piece) ?? -1)),
    own: placeOfOwn(cuts),
    missing: [...pieces].filter((piece) => !idOf.has(piece)),
  };
}
