import type { Colour } from '#page-model/colours';
import { hexOf } from '#page-model/colours';

/** Colours of the page beyond those of figures; text on them is readable (tested). */
export const PAGE_COLOURS = {
  /** The page itself; figures are drawn without a background of their own. */
  page: { light: '#ffffff', dark: '#15181e' },
  link: { light: '#1f58b5', dark: '#8ab6ff' },
  quiet: { light: '#5d677b', dark: '#a2abbb' },
  line: { light: '#dfe3ea', dark: '#323844' },
  'text-violet': { light: '#6a3fb0', dark: '#c0aaff' },
  'text-teal': { light: '#0b6b58', dark: '#6fd3b8' },
  'text-orange': { light: '#a34403', dark: '#f5a870' },
  /** Behind words that a search found. */
  mark: { light: '#fde68a', dark: '#5c4a12' },
  'wash-blue': { light: '#f0f5fb', dark: '#1a222d' },
  'wash-orange': { light: '#fdf4ec', dark: '#271f1a' },
  'wash-teal': { light: '#eef7f4', dark: '#182522' },
  'wash-violet': { light: '#f5f2fb', dark: '#211f2d' },
} as const satisfies Readonly<Record<string, Colour>>;

/**
 * The tints of token strips: equal steps to the eye, by interpolation in Oklab (B. Ottosson, "A perceptual color space
 * for image processing", 2020), and text stays readable on every one of them.
 */

export const STRIP_STEPS = 12;

type Oklab = readonly [lightness: number, greenRed: number, blueYellow: number];

/** Lightness, chroma, and hue in degrees. */
function oklab(lightness: number, chroma: number, hue: number): Oklab {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

function gamma(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.exp(Math.log(linear) / 2.4) - 0.055;
}

const cube = (x: number): number => x * x * x;

/** An Oklab colour as "#rrggbb", clipped to what a screen can show. */
export function oklabToHex([lightness, a, b]: Oklab): string {
  const long = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
  const medium = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
  const short = cube(lightness - 0.0894841775 * a - 1.291485548 * b);
  const linear = [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
  return hexOf(linear.map((channel) => 255 * gamma(Math.min(1, Math.max(0, channel)))));
}

function between(from: Oklab, to: Oklab, share: number): Oklab {
  const mix = (at: 0 | 1 | 2): number => from[at] + (to[at] - from[at]) * share;
  return [mix(0), mix(1), mix(2)];
}

const LIGHT_ENDS = [oklab(0.985, 0.012, 85), oklab(0.74, 0.15, 48)] as const;
const DARK_ENDS = [oklab(0.24, 0.015, 265), oklab(0.5, 0.13, 48)] as const;

// #region tints
/** Tints from the lower to the upper end of a scale, for light and for dark paper. */
export const STRIP_TINTS: readonly Colour[] = Array.from({ length: STRIP_STEPS }, (_, step) => {
  const share = step / (STRIP_STEPS - 1);
  return {
    light: oklabToHex(between(...LIGHT_ENDS, share)),
    dark: oklabToHex(between(...DARK_ENDS, share)),
  };
});
// #endregion tints
