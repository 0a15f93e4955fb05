import type { ColourRole } from '#report/prose-parts';

/**
 * Every colour of figures, each with the one that takes its place on dark paper. Fixed hex values, because a drawing
 * library knows no CSS variables; the page and the SVG files exchange them by attribute selectors.
 */
export interface Colour {
  readonly light: string;
  readonly dark: string;
}

const colour = (light: string, dark: string): Colour => ({ light, dark });

/**
 * Colours by the names that specifications use (`"$blue"`). The six after the inks tell series apart, also for
 * readers with any of the common colour vision deficiencies (tested).
 */
export const COLOURS = {
  paper: colour('#ffffff', '#15181e'),
  panel: colour('#f4f6f9', '#1d2129'),
  grid: colour('#e5e8ee', '#2b303b'),
  rule: colour('#b3bac7', '#4d5565'),
  faint: colour('#7b8496', '#848da0'),
  soft: colour('#4b5567', '#b6bdca'),
  ink: colour('#1b2130', '#e8eaf0'),
  blue: colour('#1f58b5', '#78abff'),
  orange: colour('#b5510a', '#ef9433'),
  teal: colour('#1fa294', '#97eddb'),
  plum: colour('#74305f', '#ba6a80'),
  gold: colour('#c1881a', '#fbe05a'),
  violet: colour('#9b80f2', '#866cf0'),
  slate: colour('#677085', '#99a2b5'),
} as const satisfies Readonly<Record<string, Colour>>;

export type ColourName = keyof typeof COLOURS;

/** Colours by what they mean, so that a wrong answer looks the same in every figure: `"$wrong"`. */
export const COLOUR_ROLES = {
  /** What the model says; also the only series of a figure. */
  model: 'blue',
  second: 'plum',
  /** The truth: a right answer, the token that came, the exact value. */
  right: 'teal',
  wrong: 'orange',
  /** The path, token or line that a figure, or its reader, points out. */
  chosen: 'teal',
  /** Chance, all others, and what is drawn only for comparison. */
  rest: 'slate',
} as const satisfies Readonly<Record<ColourRole, ColourName>>;

/** Series without a meaning of their own. Those that say right and wrong come last. */
export const CATEGORICAL: readonly ColourName[] = ['blue', 'plum', 'gold', 'violet', 'teal', 'orange'];

export const DARK_OF_LIGHT: ReadonlyMap<string, string> = new Map(
  Object.values(COLOURS).map(({ light, dark }) => [light, dark]),
);

/** The colour of ours that a CSS colour in a drawing is; undefined for any other. */
export function ownColour(css: string): string | undefined {
  const [, ...channels] = /^rgb\((\d+),\s*(\d+),\s*(\d+)\)$/i.exec(css) ?? [];
  const hex = channels.map((channel) => Number(channel).toString(16).padStart(2, '0')).join('');
  const own = hex === '' ? css.toLowerCase() : `#${hex}`;
  return DARK_OF_LIGHT.has(own) ? own : undefined;
}
