import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { memoise } from '#base/memoise';
import type { FontMetrics } from './metrics.ts';
import { readFontMetrics } from './metrics.ts';

/**
 * The report's own fonts, under names that no installed font has: an installed font of the same name would win over
 * ours, and text would be measured differently from machine to machine.
 */

type FontFamily = 'RptSans' | 'RptSerif' | 'RptMono' | 'RptFallback' | 'RptMath';

export interface FontFace {
  readonly family: FontFamily;
  readonly weight: 400 | 500 | 600;
  readonly style: 'normal' | 'italic';
  /** Path of the font file, as `require.resolve` takes it. */
  readonly file: string;
}

const INTER = '@expo-google-fonts/inter';
const SERIF = '@expo-google-fonts/source-serif-4';
const MONO = '@expo-google-fonts/jetbrains-mono';

const face = (
  family: FontFamily,
  weight: FontFace['weight'],
  style: FontFace['style'],
  file: string,
): FontFace => ({ family, weight, style, file });

/** Every face there is: Inter for figures and labels, Source Serif for reading, JetBrains Mono for tokens and code. */
export const FACES: readonly FontFace[] = [
  face('RptSans', 400, 'normal', `${INTER}/400Regular/Inter_400Regular.ttf`),
  face('RptSans', 500, 'normal', `${INTER}/500Medium/Inter_500Medium.ttf`),
  face('RptSans', 600, 'normal', `${INTER}/600SemiBold/Inter_600SemiBold.ttf`),
  face('RptSerif', 400, 'normal', `${SERIF}/400Regular/SourceSerif4_400Regular.ttf`),
  face('RptSerif', 400, 'italic', `${SERIF}/400Regular_Italic/SourceSerif4_400Regular_Italic.ttf`),
  face('RptSerif', 600, 'normal', `${SERIF}/600SemiBold/SourceSerif4_600SemiBold.ttf`),
  face('RptMono', 400, 'normal', `${MONO}/400Regular/JetBrainsMono_400Regular.ttf`),
  face('RptMono', 600, 'normal', `${MONO}/600SemiBold/JetBrainsMono_600SemiBold.ttf`),
  face('RptFallback', 400, 'normal', 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  face('RptMath', 400, 'normal', '@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff'),
];

const require = createRequire(import.meta.url);

const fontBytes = memoise(({ file }: FontFace) => readFileSync(require.resolve(file)));

export const fontMetrics: (of: FontFace) => FontMetrics = memoise((of: FontFace) =>
  readFontMetrics(fontBytes(of)),
);

/** The upright face of a family that is nearest to a weight. */
export function nearestFace(family: FontFamily, weight: number): FontFace {
  const distance = (one: FontFace): number => Math.abs(one.weight - weight);
  let nearest: FontFace | undefined;
  // A loop, since this is asked for every text that is measured.
  for (const one of FACES) {
    if (one.family !== family || one.style === 'italic') continue;
    if (!nearest || distance(one) < distance(nearest)) nearest = one;
  }
  if (!nearest) throw new Error(`there is no font family ${family}`);
  return nearest;
}

export function numericWeight(weight: string | number | null | undefined): number {
  if (weight === 'bold') return 600;
  const number = Number(weight ?? 400);
  return Number.isFinite(number) ? number : 400;
}

/** The family that a CSS font-family list begins with; RptSans when it is none of ours. */
export function familyOf(fontFamily: string | null | undefined): FontFamily {
  return FACES.find(({ family }) => fontFamily?.startsWith(family))?.family ?? 'RptSans';
}

/** Where a character comes from that a family does not have. */
const FALLBACKS: readonly FontFamily[] = ['RptSans', 'RptMath', 'RptFallback'];

/** How wide a character is that none of our fonts has (most of them are Chinese characters or emoji): 1 em. */
const UNKNOWN_ADVANCE = 1;

/** The face that shows a code point when text is set in `face`: itself, a fallback, or none of ours (undefined). */
function showingFace(own: FontFace, codePoint: number): FontFace | undefined {
  if (fontMetrics(own).has(codePoint)) return own;
  return FALLBACKS.map((family) => nearestFace(family, own.weight)).find((one) =>
    fontMetrics(one).has(codePoint),
  );
}

export function textWidth(text: string, family: FontFamily, weight: number): number {
  const own = nearestFace(family, weight);
  let width = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const shown = showingFace(own, codePoint);
    width += (shown && fontMetrics(shown).advance(codePoint)) ?? UNKNOWN_ADVANCE;
  }
  return width;
}

let registered = false;

/** Registers our fonts for drawing PNGs, once. Rejects when a file is no font: another font would silently replace it. */
export async function registerFonts(): Promise<void> {
  if (registered) return;
  // Text is shaped by the language of the environment: in Turkish, “fi” is never one sign.
  // C.UTF-8 is shaped as English, and every machine has it: with another name, children of this process would warn.
  for (const name of ['LC_ALL', 'LC_CTYPE', 'LANG', 'LANGUAGE']) process.env[name] = 'C.UTF-8';
  const { GlobalFonts } = await import('canvas');
  for (const { family, file } of FACES)
    if (GlobalFonts.registerFromPath(require.resolve(file), family) === null)
      throw new Error(`the font file ${file} could not be registered as ${family}`);
  registered = true;
}

/** Features worth their bytes: spacing, accents, and digits of one width for tables. No ligatures in code, and no arrows of "->". */
const FEATURES: Readonly<Record<FontFamily, readonly string[]>> = {
  RptSans: ['kern', 'ccmp', 'mark', 'mkmk', 'locl', 'tnum'],
  RptSerif: ['kern', 'liga', 'ccmp', 'mark', 'mkmk', 'locl', 'tnum', 'lnum'],
  RptMono: ['ccmp', 'mark', 'mkmk', 'locl'],
  RptFallback: ['kern', 'ccmp', 'mark', 'mkmk'],
  RptMath: ['ccmp', 'mark', 'mkmk', 'ssty', 'dtls', 'flac', 'rtlm'],
};

/** A face cut down to the characters of `text`, as WOFF2. The same characters in any order give the same bytes. */
export async function subsetFace(of: FontFace, text: string): Promise<Uint8Array> {
  const characters = [...new Set(text)].sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
  const { default: subsetFont } = await import('subset-font');
  return subsetFont(fontBytes(of), characters.join(''), {
    targetFormat: 'woff2',
    keepFeatures: [...FEATURES[of.family]],
    noHinting: true,
  });
}

/**
 * A face's @font-face rule with the characters of `text`; with `isAddition` for those alone, beside another rule. `more`
 * are descriptors that it has besides.
 */
export async function fontFaceRule(
  of: FontFace,
  text: string,
  isAddition = false,
  more = '',
): Promise<string> {
  const data = Buffer.from(await subsetFace(of, text)).toString('base64');
  const style = of.style === 'italic' ? 'font-style:italic;' : '';
  const codePoints = [...new Set(text)].map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16)}`);
  const range = isAddition ? `unicode-range:${codePoints.join()};` : '';
  return (
    `@font-face{font-family:${of.family};font-weight:${of.weight};${style}${more}font-display:block;${range}` +
    `src:url(data:font/woff2;base64,${data}) format("woff2")}`
  );
}

interface FontRun {
  readonly text: string;
  readonly family: FontFamily;
  readonly weight: number;
}

/**
 * The @font-face rules for texts: one for each face that shows any of their characters, with a subset of just those.
 * A character that a face lacks is taken from the faces that CSS falls back on.
 */
export async function fontFaceRules(runs: readonly FontRun[]): Promise<string> {
  const shown = new Map<FontFace, Set<string>>();
  for (const run of runs) {
    const own = nearestFace(run.family, run.weight);
    for (const character of run.text) {
      if (/\p{Cc}/u.test(character)) continue;
      const face = showingFace(own, character.codePointAt(0) ?? 0);
      if (face) shown.set(face, (shown.get(face) ?? new Set()).add(character));
    }
  }
  const rules: string[] = [];
  for (const one of FACES) {
    const characters = shown.get(one);
    if (characters) rules.push(await fontFaceRule(one, [...characters].join('')));
  }
  return rules.join('\n');
}
