/**
 * Variables of formulas in the labels of figures, as characters: a drawing has no MathML. The characters are in the same
 * font as the formulas of the page.
 */

/** Letters of which a browser draws the italic form where they are a variable, and where those forms begin. */
const ITALICS = [
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 0x1d434],
  ['ıȷ', 0x1d6a4],
  ['ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ', 0x1d6e2],
] as const;

/** The italic form of a letter. */
export const ITALIC_OF = new Map(
  ITALICS.flatMap(([letters, first]) =>
    [...letters].map((letter, at): [string, string] => [letter, String.fromCodePoint(first + at)]),
  ),
).set('h', 'ℎ');

/** Names of functions are upright. */
const FUNCTIONS = new Set(['exp', 'ln', 'log']);

/** Signs of a formula with its variables in italics: "ln p" becomes "ln 𝑝". */
export function italics(signs: string): string {
  const slanted = (word: string): string => [...word].map((one) => ITALIC_OF.get(one) ?? one).join('');
  return signs.replace(/\p{L}+/gu, (word) => (FUNCTIONS.has(word) ? word : slanted(word)));
}
