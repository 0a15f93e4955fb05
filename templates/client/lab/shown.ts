import { fixed, significant } from '../../../scripts/base/printed-number';

/** Numbers and tokens as the report prints them. */

/** In nats, with as many decimals as the report prints in sentences. */
export const nats = (value: number, decimals = 2): string => fixed(value, decimals);

/** A share: `77%`, `0.037%`. What would round to all of it gets more digits. */
export function percent(share: number): string {
  const missing = 100 * (1 - share);
  const roundsToAll = missing > 1e-9 && Number((100 * share).toPrecision(2)) === 100;
  return `${roundsToAll ? fixed(100 * share, Math.ceil(-Math.log10(missing))) : significant(100 * share, 2)}%`;
}

export const count = (value: number): string => (value < 1e12 ? fixed(value, 0) : significant(value, 3));

/** With its sign, also if it is positive. */
export const signed = (value: number, decimals: number): string =>
  (value > 0 ? '+' : '') + fixed(value, decimals);

const SIGNS: Readonly<Record<string, string>> = { ' ': '␣', '\n': '⏎', '\t': '⇥', '': '∅' };

/** A token with its white space made visible. */
export const visible = (text: string): string =>
  SIGNS[text] ?? text.replace(/[ \n\t]/g, (sign) => SIGNS[sign] ?? sign);
