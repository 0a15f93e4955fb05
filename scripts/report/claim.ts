import { dtypeOf, type Kind, type KindName, ROUNDING, tolerance } from './number-kinds.ts';
import type { ClaimPart, Prose } from './part.ts';
import { described, numberOf, Quantity } from './quantity.ts';

/** A difference counts when it is at least this many times what another platform may change. */
export const CLEAR_MARGIN = 10;
/** In sixteen bits, where a tolerance is the worst that was seen of a token, and more than ten times the average. */
const CLEAR_MARGIN_IN_16_BITS = 0.1;

/** How many tolerances make a difference between results of this kind clear. */
export function clearMargin(kind: Kind): number {
  return dtypeOf(kind) === 'float32' ? CLEAR_MARGIN : CLEAR_MARGIN_IN_16_BITS;
}

/**
 * A sentence chosen by comparing two results of one kind: `greater` when a is above b by at least ten times the
 * kind's tolerance (a tenth of it in sixteen bits), `less` when below by as much, else `tooClose`. Throws a TypeError on anything but two results.
 */
export function claim<K extends KindName>(
  a: Quantity<K> | undefined,
  b: Quantity<NoInfer<K>> | undefined,
  when: ClaimPart['when'],
): ClaimPart {
  if (!(a instanceof Quantity) || !(b instanceof Quantity))
    throw new TypeError(
      `claim compares two results of measurements, got ${described(a)} and ${described(b)}`,
    );
  const [left, right] = [numberOf(a), numberOf(b)];
  const allowed = Math.max(tolerance(a.source.kind, left), tolerance(b.source.kind, right));
  const margin = left === right ? 0 : Math.abs(left - right) / allowed;
  const isClear = margin >= clearMargin(a.source.kind) * (1 - ROUNDING);
  const branch = isClear ? (left > right ? 'greater' : 'less') : 'tooClose';
  return { type: 'claim', a: left, b: right, kind: a.source.kind, branch, margin, when, prose: when[branch] };
}

/** A sentence chosen by a word that a measurement stored; a forgotten word is a type error. */
export function choose<Word extends string>(
  word: Word,
  when: { readonly [Case in NoInfer<Word>]: Prose },
): Prose {
  const cases: Readonly<Record<string, Prose>> = when;
  const chosen = Object.hasOwn(cases, word) ? cases[word] : undefined;
  if (!chosen)
    throw new Error(`choose has no sentence for "${word}", only for ${Object.keys(cases).join(', ')}`);
  return { type: 'prose', parts: [{ type: 'choice', branch: word, when: cases, prose: chosen }] };
}
