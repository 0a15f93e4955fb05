import type { ColourRole } from '#report/part';

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

/** How many colours a continuous scale is cut into: each needs its own rule for dark paper. */
const RAMP_STEPS = 33;

const channels = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

function hexOf(rgb: readonly number[]): string {
  return `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}

function ramp(stops: readonly string[]): string[] {
  return Array.from({ length: RAMP_STEPS }, (_, step) => {
    const position = (step / (RAMP_STEPS - 1)) * (stops.length - 1);
    const before = Math.min(Math.floor(position), stops.length - 2);
    const from = channels(stops[before] ?? '');
    const to = channels(stops[before + 1] ?? '');
    return hexOf(from.map((channel, i) => channel + ((to[i] ?? 0) - channel) * (position - before)));
  });
}

function rampPair(light: readonly string[], dark: readonly string[]): readonly Colour[] {
  const onDark = ramp(dark);
  return ramp(light).map((hex, step) => colour(hex, onDark[step] ?? hex));
}

/** Continuous scales: `sequential` from nothing to much, `diverging` from one side through neutral to the other. */
export const RAMPS = {
  sequential: rampPair(
    ['#eef4f3', '#b5dbd3', '#62b0b8', '#2a74a3', '#1d3f74'],
    ['#1e262d', '#20505d', '#2d8494', '#6ec0b8', '#e3f4d9'],
  ),
  diverging: rampPair(
    ['#1f5c9e', '#83b1d8', '#f0f1f2', '#e9ad77', '#b34f07'],
    ['#70b5f7', '#3f6d96', '#292e37', '#93622f', '#f79c50'],
  ),
} as const;

const RAMP_COLOURS: readonly Colour[] = [...RAMPS.sequential, ...RAMPS.diverging];

export const DARK_OF_LIGHT: ReadonlyMap<string, string> = new Map(
  [...Object.values(COLOURS), ...RAMP_COLOURS].map(({ light, dark }) => [light, dark]),
);

const squaredDistance = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, channel, i) => sum + (channel - (b[i] ?? 0)) ** 2, 0);

/** Squared distance in 8-bit channels within which a colour counts as a step of a continuous scale. */
const NEAR = 12 ** 2;

/**
 * The colour of ours for a CSS colour in a drawing: itself when it is one of ours, the nearest step of a
 * continuous scale for a colour between two steps, undefined for any other.
 */
export function ownColour(css: string): string | undefined {
  const lower = css.toLowerCase();
  if (DARK_OF_LIGHT.has(lower)) return lower;
  const rgb = /^rgb\((\d+),\s*(\d+),\s*(\d+)\)$/.exec(lower);
  const wanted = rgb ? rgb.slice(1).map(Number) : /^#[0-9a-f]{6}$/.test(lower) ? channels(lower) : undefined;
  if (!wanted) return undefined;
  if (DARK_OF_LIGHT.has(hexOf(wanted))) return hexOf(wanted);
  const steps = RAMP_COLOURS.map(({ light }) => light);
  const distance = (hex: string): number => squaredDistance(channels(hex), wanted);
  const nearest = steps.reduce((best, hex) => (distance(hex) < distance(best) ? hex : best));
  return distance(nearest) <= NEAR ? nearest : undefined;
}
