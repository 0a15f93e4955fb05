import { memoise } from '#base/memoise';
import { noCache } from '../shared/cache.ts';
import { unescapeXml } from '../svg/tree.ts';
import type { FontFace } from './fonts.ts';
import { FACES, fontMetrics, rulesFor } from './fonts.ts';

/** Faces that the fallback is asked for only where they lack a character. */
const OWN_FACES = FACES.filter(({ family }) => family !== 'RptFallback' && family !== 'RptMath');

function isMissing(character: string): boolean {
  const codePoint = character.codePointAt(0) ?? 0;
  return OWN_FACES.some((face) => fontMetrics(face).advance(codePoint) === undefined);
}

const FALLBACK = FACES.filter(({ family }) => family === 'RptFallback');

/** Characters that are told apart from others but never drawn: joiners, variation selectors, the signs of applied functions. */
const UNDRAWN = /[\p{Cc}\p{Zs}\p{Default_Ignorable_Code_Point}]/u;

const isDrawable = memoise((character: string): boolean => {
  const codePoint = character.codePointAt(0) ?? 0;
  return (
    UNDRAWN.test(character) ||
    !isMissing(character) ||
    FALLBACK.some((face) => fontMetrics(face).has(codePoint))
  );
});

/**
 * A text or a page's body in characters that its fonts have; any other is written as \u65E5, as bytes that are no
 * character are: which fonts a reader has is not known, and an empty box says nothing. Math has a font of its own.
 */
export function drawable(html: string): string {
  return html.replace(/<math[\s>].*?<\/math>|[^\0-\x7F]/gsu, (found) => {
    if (found.startsWith('<') || isDrawable(found)) return found;
    const hex = (found.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
  });
}

/** What a face must hold of the characters that the page and its math show; '' when it is not needed. */
function charactersFor(face: FontFace, text: string, math: string): string {
  if (face.family === 'RptMath') return math;
  if (face.family === 'RptFallback') return [...new Set(text)].filter(isMissing).join('');
  return text;
}

/** The text that a reader of HTML sees: tags and the TeX of formulas away, the few entities that we write read. */
function shownText(html: string): string {
  const text = html
    .replace(/<annotation.*?<\/annotation>|<[^>]*>/gs, ' ')
    .replace(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)));
  return unescapeXml(text);
}

/** Digits and signs that a control or an interactive figure may come to show. */
const ALWAYS = ' 0123456789.,−-+×%⁻⁰¹²³⁴⁵⁶⁷⁸⁹≤≥<>()=…';

/** Letters of which a browser draws the italic form where they are a variable, and where those forms begin. */
const ITALICS = [
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 0x1d434],
  ['ıȷ', 0x1d6a4],
  ['ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ', 0x1d6e2],
] as const;

const ITALIC_OF = new Map(
  ITALICS.flatMap(([letters, first]) =>
    [...letters].map((letter, at): [string, string] => [letter, String.fromCodePoint(first + at)]),
  ),
).set('h', 'ℎ');

/** What browsers draw of a formula: its text, variables of one letter in italics, and the sign of a root. */
function drawnMath(formula: string): string {
  const variables = [...formula.matchAll(/<mi(?![^>]*mathvariant)[^>]*>([^<]*)<\/mi>/g)];
  const italics = variables.map(([, name = '']) => ITALIC_OF.get(name) ?? '').join('');
  return shownText(formula) + italics + (/<m(sqrt|root)>/.test(formula) ? '√' : '');
}

/** Faces that a page's first screen is set in; decoding all of them would hold it up. */
const isOnFirstScreen = ({ family, weight }: FontFace): boolean =>
  family === 'RptSans' || (family === 'RptSerif' && weight === 400);

/**
 * @font-face rules for a page's body: of the faces that its first screen needs, and of the rest. `more` is text that a
 * script may come to show.
 */
export function pageFontRules(body: string, more: string, cache = noCache) {
  const text = [...new Set(shownText(body) + more + ALWAYS)].join('');
  const formulas = body.match(/<math[\s>].*?<\/math>/gs) ?? [];
  const math = [...new Set(formulas.map(drawnMath).join(''))].join('');
  const needed = FACES.map((face) => [...charactersFor(face, text, math)].sort().join(''));
  const rulesOf = (first: boolean): Promise<string> =>
    rulesFor((face) => (isOnFirstScreen(face) === first && needed[FACES.indexOf(face)]) || '');
  return cache('fonts', needed, async () => ({ first: await rulesOf(true), rest: await rulesOf(false) }));
}
