import { fixed, signed, significant, superscript, withThousands } from '#base/printed-number';
import { dtypeOf, KINDS, type Kind, kindName, mostDigits, precisionOf } from './number-kinds.ts';
import type { ValuePart } from './prose-parts.ts';
import { numberOf, type Quantity } from './quantity.ts';

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
 * A number in the notation of its kind. What its decimals would show as zero gets two significant digits: `−6.1 × 10⁻⁶`.
 * Throws a RangeError on more digits than the kind may show; of a model in sixteen bits, fewer are shown.
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

/** A result as its kind prints it: in its unit and its usual digits. */
export function printed(result: Quantity): ValuePart {
  const { kind } = result.source;
  const [value, name] = [numberOf(result), kindName(kind)];
  const { unit } = KINDS[name];
  return { type: 'value', value, text: formatKind(value, kind), unit, kind: name, source: result.source };
}
