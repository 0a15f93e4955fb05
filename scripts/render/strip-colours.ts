import type { Colour } from './colours.ts';
import { hexOf } from './colours.ts';

/**
 * The tints of token strips: equal steps to the eye, by interpolation in Oklab (B. Ottosson, "A perceptual color space
 * for image processing", 2020), and text stays readable on every one of them.
 */

/** How many tints a strip has. */
export const STRIP_STEPS = 12;

type Oklab = readonly [lightness: number, greenRed: number, blueYellow: number];

/** Lightness, chroma, and hue in degrees. */
function oklab(lightness: number, chroma: number, hue: number): Oklab {
  const angle = (hue * Math.PI) / 180;
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)];
}

function gamma(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}

/** An Oklab colour as "#rrggbb", clipped to what a screen can show. */
export function oklabToHex([lightness, a, b]: Oklab): string {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
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
