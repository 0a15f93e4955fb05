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
