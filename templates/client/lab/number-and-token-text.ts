import {
  fixed,
  inPercent,
  outward as outwardNumber,
  significant,
} from '../../../scripts/base/printed-number';

/** Numbers and tokens as the report prints them. */

/** In nats, with as many decimals as the report prints in sentences. What rounds to zero has no sign. */
export function nats(value: number, decimals = 2): string {
  const shown = fixed(value, decimals);
  return /[1-9∞]/.test(shown) ? shown : fixed(0, decimals);
}

/** The smallest share that is printed with digits of its own. */
const SMALLEST = 1e-5;

/** A share: `77%`, `0.037%`. What would round to all of it gets more digits, as far as `>99.999%`. */
export function percent(share: number): string {
  const missing = 100 * (1 - share);
  if (share > 0 && share < SMALLEST) return '<0.001%';
  if (missing > 1e-9 && missing < 1e-3) return '>99.999%';
  return `${inPercent(share, 2)}%`;
}

/** A printed bound, moved by one step of its last digit where rounding went the wrong way: up is 1, down is -1. */
export function outward(printed: string, exact: number, direction: 1 | -1): string {
  return fixed(outwardNumber(printed, exact, direction), printed.split('.')[1]?.length ?? 0);
}

export const percentBound = (share: number, direction: 1 | -1): string =>
  `${outward(percent(share).replace(/[<>%]/g, ''), 100 * share, direction)}%`;

/** A share that is known to lie between two: `77%`, `13% to 35%`, `at most 0.001%` or `at least 99.999%`. */
export function percentRange(least: number, most: number): string {
  // So close that two digits cannot tell them apart.
  if (most - least <= 0.01 * Math.min(least, 1 - most)) return percent((least + most) / 2);
  const [low, high] = [percentBound(least, -1), percentBound(most, 1)];
  if (least < SMALLEST) return `at most ${high}`;
  return most > 1 - SMALLEST ? `at least ${low}` : `${low} to ${high}`;
}

export const count = (value: number): string => (value < 1e12 ? fixed(value, 0) : significant(value, 3));

/** `1 token`, `313 tokens` */
export const tokenCount = (value: number): string => `${count(value)} ${value === 1 ? 'token' : 'tokens'}`;

/** With its sign, also if it is positive. */
export const signed = (value: number, decimals: number): string =>
  (value > 0 ? '+' : '') + fixed(value, decimals);

/** What the signs in tokens stand for. */
export const SIGNS_EXPLAINED =
  'In tokens, ␣ is a space, ⏎ a line break, ⇥ a tab, and a code such as \\xF0 a byte of a character that takes several tokens.';

/** A token as the report shows it. */
export { visibleToken as visible } from '../../../scripts/base/visible-space';

/** A word as it continues a text: with a space before it, unless the text ends in one. */
export const wordAfter = (before: string, word: string): string =>
  /\s$/.test(before) ? word : ` ${word.trimStart()}`;

/** A warning to put behind a sentence about a text that ends in a space; `name` is what the reader knows the text as. */
export const spaceWarning = (name: string, text: string, advice = 'try it without'): string =>
  text.endsWith(' ') ? ` The ${name} ends in a space, but most words bring their own: ${advice}.` : '';
