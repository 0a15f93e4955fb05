import { KINDS, precisionOf } from '#report/number-kinds';
import type { ValuePart } from '#report/prose-parts';

/** The digits of a printed number, before its power of ten (in Python's output `e-21`): in all, from its first that is not zero, and behind the point. */
function digitsOf(text: string): { readonly significant: number; readonly decimals: number } {
  const [mantissa = ''] = text.replaceAll(',', '').split(/ × |e/);
  const [whole = '', fraction = ''] = mantissa.replace(/^[^\d]*/, '').split('.');
  return { significant: `${whole}${fraction}`.replace(/^0+/, '').length, decimals: fraction.length };
}

/** Whether a value's text shows more digits than its kind may show. */
export function showsTooManyDigits({
  text,
  kind,
  source,
}: Pick<ValuePart, 'text' | 'kind' | 'source'>): boolean {
  if (kind === 'given' || kind === 'exact') return false;
  const isMixed = typeof source?.kind === 'object' && 'within' in source.kind;
  const { as, most } = (isMixed ? precisionOf(source.kind) : KINDS[kind]).digits;
  const { significant, decimals } = digitsOf(text);
  if (as === 'significant') return decimals > 0 && significant > most;
  // What the decimals would show as zero is shown by its size, with two digits.
  return decimals > most && significant > 2;
}
