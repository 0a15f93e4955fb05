import { DIGITS } from '#report/format';
import type { ValuePart } from '#report/part';

/** No value may be printed with more digits than its kind makes meaningful. */

/** The digits of a printed number: in all, from its first that is not zero, and behind the point. */
function digitsOf(text: string): { readonly significant: number; readonly decimals: number } {
  const [mantissa = ''] = text.replaceAll(',', '').split(' × ');
  const [whole = '', fraction = ''] = mantissa.replace(/^[^\d]*/, '').split('.');
  return { significant: `${whole}${fraction}`.replace(/^0+/, '').length, decimals: fraction.length };
}

/** Whether a value's text shows more digits than its kind may show. */
export function showsTooManyDigits({ text, kind }: Pick<ValuePart, 'text' | 'kind'>): boolean {
  if (kind === 'given' || kind === 'exact') return false;
  const { as, most } = DIGITS[kind];
  const { significant, decimals } = digitsOf(text);
  if (as === 'significant') return decimals > 0 && significant > most;
  // What the decimals would show as zero is shown by its size, with two digits.
  return decimals > most && significant > 2;
}
