import type { FontFace } from './fonts.ts';
import { FACES, fontMetrics, rulesFor } from './fonts.ts';

/** Faces that the fallback is asked for only where they lack a character. */
const OWN_FACES = FACES.filter(({ family }) => family !== 'RptFallback' && family !== 'RptMath');

function isMissing(character: string): boolean {
  const codePoint = character.codePointAt(0) ?? 0;
  return OWN_FACES.some((face) => fontMetrics(face).advance(codePoint) === undefined);
}

/** What a face must hold of the characters that the page and its math show; '' when it is not needed. */
function charactersFor(face: FontFace, text: string, math: string): string {
  if (face.family === 'RptMath') return math;
  if (face.family === 'RptFallback') return [...new Set(text)].filter(isMissing).join('');
  return text;
}

/** The text that a reader of HTML sees: tags away, the few entities that we write read. */
function shownText(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&nbsp;', '\u00A0')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** Digits and signs that a control or an interactive figure may come to show. */
const ALWAYS = ' 0123456789.,−-+×%⁻⁰¹²³⁴⁵⁶⁷⁸⁹≤≥<>()=…';

/** @font-face rules for a page's body; `more` is text that a script may come to show. */
export function pageFontRules(body: string, more: string): Promise<string> {
  const text = shownText(body) + more + ALWAYS;
  const formulas = body.match(/<math[\s>].*?<\/math>/gs) ?? [];
  // A browser draws the sign of a root itself: it is nowhere in the text.
  const math =
    formulas.map(shownText).join('') + (formulas.some((one) => /<m(sqrt|root)>/.test(one)) ? '√' : '');
  return rulesFor((face) => charactersFor(face, text, math));
}
