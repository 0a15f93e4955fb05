import { fixed, significant } from '../../../scripts/base/printed-number';

/** Numbers and tokens as the report prints them. */

/** In nats, with as many decimals as the report prints in sentences. What rounds to zero has no sign. */
export function nats(value: number, decimals = 2): string {
  const shown = fixed(value, decimals);
  return /[1-9∞]/.test(shown) ? shown : fixed(0, decimals);
}

/** A share: `77%`, `0.037%`. What would round to all of it gets more digits, as far as `>99.999%`. */
export function percent(share: number): string {
  const missing = 100 * (1 - share);
  if (share > 0 && share < 1e-5) return '<0.001%';
  if (missing > 1e-9 && missing < 1e-3) return '>99.999%';
  const roundsToAll = missing > 1e-9 && Number((100 * share).toPrecision(2)) === 100;
  return `${roundsToAll ? fixed(100 * share, Math.ceil(-Math.log10(missing))) : significant(100 * share, 2)}%`;
}

/** A share that is known to lie between two: `77%`, or `13% to 35%`. */
export function percentRange(least: number, most: number): string {
  const [low, high] = [percent(least), percent(most)];
  return low === high ? low : `${low} to ${high}`;
}

export const count = (value: number): string => (value < 1e12 ? fixed(value, 0) : significant(value, 3));

/** `1 token`, `313 tokens` */
export const tokenCount = (value: number): string => `${count(value)} ${value === 1 ? 'token' : 'tokens'}`;

/** With its sign, also if it is positive. */
export const signed = (value: number, decimals: number): string =>
  (value > 0 ? '+' : '') + fixed(value, decimals);

const SIGNS: Readonly<Record<string, string>> = { ' ': '␣', '\n': '⏎', '\t': '⇥', '\r': '\\r', '': '∅' };

/** What the signs in tokens stand for. */
export const SIGNS_EXPLAINED =
  'In tokens, ␣ is a space, ⏎ a line break, ⇥ a tab, and a code such as \\xF0 a byte of a character that takes several tokens.';

/** A token with its white space made visible. */
export const visible = (text: string): string =>
  SIGNS[text] ?? text.replace(/[ \n\t\r]/g, (sign) => SIGNS[sign] ?? sign);

/** A warning to put behind a sentence about a text that ends in a space; `name` is what the reader knows the text as. */
export const spaceWarning = (name: string, text: string): string =>
  text.endsWith(' ') ? ` The ${name} ends in a space, but most words bring their own: try it without.` : '';
