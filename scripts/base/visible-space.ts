/** Signs that stand for what cannot be seen; every output format shows tokens with these. */
export const SIGNS: Readonly<Record<string, string>> = {
  ' ': '␣',
  '\n': '⏎',
  '\t': '⇥',
  '\r': '\\r',
  '\u00a0': '⍽',
};

/** A token's text with white space made visible: " Paris" as `␣Paris`. Other control characters become `\x07`. */
export function visible(tokenText: string): string {
  return tokenText.replace(/[\s\p{Cc}]/gu, (sign) => {
    const shown = SIGNS[sign];
    if (shown !== undefined) return shown;
    const code = sign.codePointAt(0) ?? 0;
    const hex = code.toString(16).toUpperCase();
    return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
  });
}

/** A token as pages, Markdown and the Lab show it: `∅` if it has no text. */
export const visibleToken = (text: string): string => visible(text) || '∅';

/** Control characters that no page may hold; line breaks and tabs are spaces in running text. */
const CONTROL = /[^\P{Cc}\n\t]/gu;

/** Running text as a page can hold it: its control characters as in `visible`. */
export function printable(text: string): string {
  return text.replace(CONTROL, visible);
}
