import { superscript } from '#base/printed-number';

/** Numbers in the page's popups. */

/** Below this size, as in the text, a number is written with a power of ten. */
const SMALL = 1e-4;

/** A number with all its digits, as people write it: "0.0000015" is 1.5 × 10⁻⁶. */
export function inFull(value: string): string {
  const size = Math.abs(Number(value));
  const digits = size > 0 && size < SMALL ? Number(value).toExponential() : value;
  const [mantissa = '', exponent] = digits.replace('Infinity', '∞').split('e');
  const power = exponent === undefined ? '' : ` × 10${superscript(Number(exponent))}`;
  return mantissa.replace('-', '−') + power;
}

/** A number in about three digits: "1,202.8", "0.457", "77.3%". */
export function inShort(value: number, isShare: boolean): string {
  // Seven digits hide what 100 · 0.07 is in binary.
  const scaled = Number((isShare ? 100 * value : value).toPrecision(7));
  const size = Math.abs(scaled);
  const rounded = Number.isInteger(scaled)
    ? scaled
    : Number(size < 100 ? scaled.toPrecision(3) : scaled.toFixed(1));
  const written =
    size < SMALL ? inFull(String(rounded)) : rounded.toLocaleString('en-US', { maximumFractionDigits: 6 });
  return written.replace('-', '−') + (isShare ? '%' : '');
}
