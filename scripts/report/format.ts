import { dtypeOf, type Kind, kindName, mostDigits, precisionOf } from './number-kinds.ts';

const MINUS = '\u2212';
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 1234567 as `1,234,567`; digits behind the point stay as they are. */
export function withThousands(text: string): string {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function superscript(exponent: number): string {
  const digits = String(Math.abs(exponent)).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? digit);
  return exponent < 0 ? `⁻${digits}` : digits;
}

/** The sign and the special values are the same for every notation. */
function signed(value: number, magnitude: (size: number) => string): string {
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

/** As Python's `g` prints it: `50`, `2.62e+15`. */
export function general(value: number, digits: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value).toLowerCase().replace('infinity', 'inf');
  const [mantissa = '', exponentText = '0'] = value.toExponential(digits - 1).split('e');
  const exponent = Number(exponentText);
  const bare = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (exponent >= -4 && exponent < digits) return bare(value.toFixed(digits - 1 - exponent));
  return `${bare(mantissa)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** The shortest text that names exactly this float64, for numbers that an author chose or code counted. */
export function shortest(value: number): string {
  return signed(value, (size) => {
    const [mantissa = '', exponent] = String(size).split('e');
    return exponent === undefined
      ? withThousands(mantissa)
      : `${mantissa} × 10${superscript(Number(exponent))}`;
  });
}

/**
 * A number in the notation of its kind. Only zero is `0`: what its decimals would show as zero gets two significant digits
 * instead (−0.0000061 in nats is `−6.1 × 10⁻⁶`). Throws a RangeError when more digits are asked for than the kind may
 * show; of a model in sixteen bits, fewer are shown.
 */
export function formatKind(value: number, kind: Kind, digits?: number): string {
  const rule = precisionOf(kind).digits;
  const asked = digits ?? rule.usual;
  if (!Number.isSafeInteger(asked) || asked < 0 || asked > rule.most)
    throw new RangeError(`${kindName(kind)} may show 0 to ${rule.most} ${rule.as} digits, not ${asked}`);
  const shown = Math.min(asked, mostDigits(kind));
  if (kind === 'exact' && digits === undefined) return shortest(value);
  if (rule.as === 'significant') {
    // In sixteen bits digits before the point are shown as noughts, too, where they mean nothing: 31,957 is 32,000.
    const known = dtypeOf(kind) === 'float32' ? value : Number(value.toPrecision(mostDigits(kind)));
    return significant(known, Math.max(1, shown));
  }
  if (value === 0) return '0';
  const vanishes = Math.abs(value) < Number(`0.5e-${shown}`);
  return vanishes ? significant(value, 2) : fixed(value, shown);
}
