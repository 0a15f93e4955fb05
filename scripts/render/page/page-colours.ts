import type { Colour } from '#page-model/colours';

/** Colours of the page beyond those of figures; text on them is readable (tested). */
export const PAGE_COLOURS = {
  /** The page itself; figures are drawn without a background of their own. */
  page: { light: '#ffffff', dark: '#15181e' },
  link: { light: '#1f58b5', dark: '#8ab6ff' },
  quiet: { light: '#5d677b', dark: '#a2abbb' },
  line: { light: '#dfe3ea', dark: '#323844' },
  'text-violet': { light: '#6a3fb0', dark: '#c0aaff' },
  'text-teal': { light: '#0b6b58', dark: '#6fd3b8' },
  'text-plum': { light: '#74305f', dark: '#e3a0b4' },
  'text-orange': { light: '#a34403', dark: '#f5a870' },
  /** Behind words that a search found. */
  mark: { light: '#fde68a', dark: '#5c4a12' },
  'wash-blue': { light: '#f0f5fb', dark: '#1a222d' },
  'wash-orange': { light: '#fdf4ec', dark: '#271f1a' },
  'wash-teal': { light: '#eef7f4', dark: '#182522' },
  'wash-violet': { light: '#f5f2fb', dark: '#211f2d' },
} as const satisfies Readonly<Record<string, Colour>>;

// #region tints
/** Tints of token strips from the lower to the upper end of a scale: equal steps in Oklab, on which text is readable. */
export const STRIP_TINTS: readonly Colour[] = [
  { light: '#fefaf1', dark: '#1c1f27' },
  { light: '#fef0e3', dark: '#272427' },
  { light: '#ffe6d5', dark: '#322827' },
  { light: '#ffdcc6', dark: '#3d2c27' },
  { light: '#fed2b8', dark: '#492f27' },
  { light: '#fec8aa', dark: '#543326' },
  { light: '#fdbe9c', dark: '#603724' },
  { light: '#fcb48d', dark: '#6b3a22' },
  { light: '#fbaa7e', dark: '#773e1f' },
  { light: '#f9a06f', dark: '#83411b' },
  { light: '#f79560', dark: '#904416' },
  { light: '#f68a4f', dark: '#9c470d' },
];
// #endregion tints
