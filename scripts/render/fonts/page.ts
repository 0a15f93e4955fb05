import { memoise } from '#base/memoise';
import { ITALIC_OF } from '#report/italics';
import { noCache } from '../shared/cache.ts';
import { unescapeXml } from '../svg/tree.ts';
import type { FontFace } from './fonts.ts';
import { FACES, fontFaceRule, fontMetrics, nearestFace } from './fonts.ts';

/** Faces whose missing characters come from the font for formulas, or else from the fallback. */
const OWN_FACES = FACES.filter(({ family }) => family !== 'RptFallback' && family !== 'RptMath');

/** Our font for code lacks them, and others draw them larger than letters: the font for formulas has them right. */
const CIRCLED = '⊕⊗';

function isMissing(character: string): boolean {
  if (CIRCLED.includes(character)) return true;
  const codePoint = character.codePointAt(0) ?? 0;
  return OWN_FACES.some((face) => fontMetrics(face).advance(codePoint) === undefined);
}

const MATH = nearestFace('RptMath', 400);
const FALLBACK = nearestFace('RptFallback', 400);

const has = (face: FontFace, character: string): boolean =>
  fontMetrics(face).has(character.codePointAt(0) ?? 0);

/** Characters that are told apart from others but never drawn: joiners, variation selectors, the signs of applied functions. */
const UNDRAWN = /[\p{Cc}\p{Z}\p{Default_Ignorable_Code_Point}]/u;

const isDrawable = memoise(
  (character: string): boolean =>
    UNDRAWN.test(character) || !isMissing(character) || has(MATH, character) || has(FALLBACK, character),
);

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
  if (face !== MATH && face !== FALLBACK) return [...text].filter((one) => !CIRCLED.includes(one)).join('');
  const missing = [...new Set(text)].filter((character) => isMissing(character) && !UNDRAWN.test(character));
  const signs = missing.filter((character) => has(MATH, character));
  if (face === MATH) return math + signs.join('');
  return missing.filter((character) => !signs.includes(character) && has(FALLBACK, character)).join('');
}

/** The text that a reader of HTML sees: tags and the TeX of formulas away, the few entities that we write read. */
function shownText(html: string): string {
  const text = html
    .replace(/<annotation.*?<\/annotation>|<[^>]*>/gs, ' ')
    .replace(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)));
  return unescapeXml(text);
}

/**
 * What every page has, among it the digits and signs that a control or an interactive figure may come to show. Its
 * fonts are compressed once for all pages, which takes seconds; what a page shows besides is a small font of its own.
 */
const COMMON = `${String.fromCodePoint(...Array.from({ length: 95 }, (_, i) => 0x20 + i))}\u00a0\u2009\u202f·…–—‘’“”−×≤≥→≈⁻⁰¹²³⁴⁵⁶⁷⁸⁹`;

/** What a formula of a drawing may come to show, as its states differ: all digits, and the signs of numbers. */
const IN_LABELS = '0123456789.,−=';

/** What browsers draw of a formula: its text, variables of one letter in italics, and the sign of a root. */
function drawnMath(formula: string): string {
  const variables = [...formula.matchAll(/<mi(?![^>]*mathvariant)[^>]*>([^<]*)<\/mi>/g)];
  const italics = variables.map(([, name = '']) => ITALIC_OF.get(name) ?? '').join('');
  return shownText(formula) + italics + (/<m(sqrt|root)>/.test(formula) ? '√' : '');
}

const widthOf = (face: FontFace, character: string): number =>
  fontMetrics(face).advance(character.codePointAt(0) ?? 0) ?? 1;

/** The rule that takes them from the font for formulas, as wide as letters; '' when the text has none. */
async function signsOfCode(text: string): Promise<string> {
  const signs = [...CIRCLED].filter((sign) => text.includes(sign));
  const [sign] = signs;
  if (sign === undefined) return '';
  const percent = Math.round((100 * widthOf(nearestFace('RptMono', 400), '0')) / widthOf(MATH, sign));
  return fontFaceRule({ ...MATH, family: 'RptMono' }, signs.join(''), true, `size-adjust:${percent}%;`);
}

/** Faces that a page's first screen is set in; decoding all of them would hold it up. */
const isOnFirstScreen = ({ family, weight }: FontFace): boolean =>
  family === 'RptSans' || (family === 'RptSerif' && weight === 400);

const commonRule = memoise((face: FontFace) => fontFaceRule(face, COMMON));

/** The rules of a face for `characters`: one that all pages share, and one for those that are not common. */
async function rulesOf(face: FontFace, characters: string): Promise<string[]> {
  if (!OWN_FACES.includes(face)) return characters === '' ? [] : [await fontFaceRule(face, characters)];
  const added = [...characters].filter((one) => !COMMON.includes(one) && has(face, one));
  const common = await commonRule(face);
  // Browsers refuse a font in which nothing is drawn.
  if (added.every((one) => UNDRAWN.test(one))) return [common];
  return [common, await fontFaceRule(face, added.join(''), true)];
}

/**
 * @font-face rules for a page's body: of the faces that its first screen needs, and of the rest. `more` is text that a
 * script may come to show.
 */
export async function pageFontRules(body: string, more: string, cache = noCache) {
  const text = [...new Set(shownText(body) + more + COMMON)].join('');
  const formulas = body.match(/<math[\s>].*?<\/math>/gs) ?? [];
  const labels = body.match(/<(text|g)[^>]*font-family="RptMath.*?<\/\1>/gs) ?? [];
  const inLabels = labels.length === 0 ? '' : labels.map(shownText).join('') + IN_LABELS;
  const math = [...new Set(formulas.map(drawnMath).join('') + inLabels)].join('');
  const needed = FACES.map((face) => [...charactersFor(face, text, math)].sort().join(''));
  const rules = await cache('fonts', needed, async () => {
    const made: string[][] = [];
    for (const [i, face] of FACES.entries()) made.push(await rulesOf(face, needed[i] ?? ''));
    made.push([await signsOfCode(text)]);
    return made;
  });
  const onFirst = FACES.map(isOnFirstScreen);
  const those = (first: boolean): string =>
    rules.flatMap((of, i) => ((onFirst[i] ?? false) === first ? of : [])).join('\n');
  return { first: those(true), rest: those(false) };
}
