import { at } from '#numerics/list';

/**
 * The exact bytes of a vocabulary's tokens, and text to look at for bytes that need not be whole characters.
 * Two ways of writing bytes in a vocabulary are known: GPT-2's byte-level alphabet ("ĠParis"), and SentencePiece's
 * ("▁Paris", with "<0xE6>" for single bytes).
 */
export type Spelling = 'byte-level' | 'sentencepiece';

const encoder = new TextEncoder();
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The byte behind each letter of the byte-level alphabet. Printable bytes of Latin-1 are their own letters; the others,
 * in order, are the letters from U+0100 on. Worked example: 0x20 (space) is the 33rd unprintable byte, so U+0120, "Ġ".
 * Source: A. Radford et al., "Language Models are Unsupervised Multitask Learners" (2019), released code.
 */
function byteLevelAlphabet(): ReadonlyMap<string, number> {
  const alphabet = new Map<string, number>();
  let moved = 0;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    alphabet.set(String.fromCodePoint(printable ? byte : 0x100 + moved++), byte);
  }
  return alphabet;
}

const ALPHABET = byteLevelAlphabet();

/** The bytes for which a byte-level vocabulary has no token: a text that holds one cannot be written in it. */
export function bytesWithoutToken(vocabulary: readonly string[]): Set<number> {
  const spelled = new Set(vocabulary);
  return new Set([...ALPHABET].filter(([letter]) => !spelled.has(letter)).map(([, byte]) => byte));
}

/** The bytes of a token as its vocabulary spells it. A letter outside the byte-level alphabet is its own. */
export function bytesOfToken(spelled: string, spelling: Spelling): number[] {
  if (spelling === 'byte-level')
    return [...spelled].flatMap((letter) => ALPHABET.get(letter) ?? [...encoder.encode(letter)]);
  const single = /^<0x([0-9A-F]{2})>$/.exec(spelled)?.[1];
  if (single !== undefined) return [Number.parseInt(single, 16)];
  return [...encoder.encode(spelled.replaceAll('▁', ' '))];
}

/** Text of bytes in UTF-8; a byte that is no part of a whole character as `\xE6`. */
export function showBytes(bytes: readonly number[]): string {
  let shown = '';
  for (let i = 0; i < bytes.length; ) {
    const first = at(bytes, i);
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    try {
      shown += utf8.decode(Uint8Array.from(bytes.slice(i, i + length))); // throws unless they are one character
      i += length;
    } catch {
      shown += `\\x${first.toString(16).toUpperCase().padStart(2, '0')}`;
      i += 1;
    }
  }
  return shown;
}
