/** Numbers as readers see them: a real minus sign, commas between thousands, powers of ten. */

const MINUS = '\u2212';
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 1234567 as `1,234,567`; digits behind the point stay as they are. */
export function withThousands(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

export function superscript(exponent: number): string {
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? digit);
  return exponent < 0 ? `⁻${digits}` : digits;
}

/** The sign and the special values are the same for every notation. */
export function signed(value: number, magnitude: (size: number) => string): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 ? MINUS : '';
  if (!Number.isFinite(value)) return `${sign}∞`;
  return sign + magnitude(Math.abs(value));
}

/** With a fixed number of decimals: -0.41703 with 3 is `−0.417`. */
export function fixed(value: number, decimals: number): string {
  return signed(value, (size) => withThousands(size.toFixed(decimals)));
}

/** In per cent: the rounding error of a sum of all probabilities. */
const SUMMED = 1e-9;

/** A share as a percentage without its sign: 0.523 is `52.3`. Only exactly all is `100`: what would round to it gets more decimals. */
export function inPercent(share: number, digits: number): string {
  const percent = 100 * share;
  const missing = 100 - percent;
  const roundsToAll = missing > SUMMED && Number(percent.toPrecision(digits)) === 100;
  return roundsToAll ? fixed(percent, Math.ceil(-Math.log10(missing))) : significant(percent, digits);
}

/** The number that a text says of an exact one, or one step of its last digit further: up if `direction` is 1, down if −1. */
export function outward(text: string, exact: number, direction: 1 | -1): number {
  const [shown = '', power] = text.split(' × 10');
  const decimals = shown.split('.')[1]?.length ?? 0;
  const exponent = power === undefined ? 0 : Number(exact.toExponential(decimals).split('e')[1]);
  const said = Number(`${shown.replaceAll(',', '').replace(MINUS, '-')}e${exponent}`);
  return direction * (said - exact) >= 0 ? said : said + direction * Number(`1e${exponent - decimals}`);
}

/** With a number of significant digits: 0.0123456 with 3 is `0.0123`, 1.5e-9 is `1.50 × 10⁻⁹`. */
export function significant(value: number, digits: number): string {
  return signed(value, (size) => {
    if (size === 0) return '0';
    const [mantissa = '', exponentText = '0'] = size.toExponential(digits - 1).split('e');
    const exponent = Number(exponentText);
    if (exponent < -4 || exponent >= 7) return `${mantissa} × 10${superscript(exponent)}`;
    return withThousands(size.toFixed(Math.max(0, digits - 1 - exponent)));
  });
}

/** The probability of a log-probability in nats, in three digits: "68.4%", "0.00123%". Only a certainty is "100%". */
export function showProbability(logprob: number): string {
  const percent = 100 * Math.exp(logprob);
  if (percent === 0) return '0%';
  if (percent < 1e-4) return `${percent.toExponential(1)}%`;
  if (percent < 99.95 || logprob >= 0) return `${Number(percent.toPrecision(3))}%`;
  return percent >= 99.9995 ? '>99.999%' : `${percent.toFixed(3)}%`;
}
