import { visible } from '#base/visible-space';

type TokenPiece = { readonly kind: 'text' | 'sign'; text: string };

/** Bytes that are no character, as the language model layer writes them. */
const BYTE = /\\x[0-9A-F]{2}/;
const BYTE_OR_CHARACTER = /\\x[0-9A-F]{2}|./gsu;

/** A token's text, signs for what is unseen apart: ` Paris` is ␣ and `Paris`, an empty text is ∅. */
export function tokenPieces(text: string): TokenPiece[] {
  if (text === '') return [{ kind: 'sign', text: '∅' }];
  const pieces: TokenPiece[] = [];
  for (const [character] of text.matchAll(BYTE_OR_CHARACTER)) {
    const shown = visible(character);
    const kind = BYTE.test(character) || shown !== character ? 'sign' : 'text';
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += shown;
    else pieces.push({ kind, text: shown });
  }
  return pieces;
}

export function visibleToken(text: string): string {
  return tokenPieces(text)
    .map((piece) => piece.text)
    .join('');
}
