import type { KindName, Quantity, StatisticKind } from './kind.ts';
import { ROUNDING, tolerance } from './kind.ts';
import type { ClaimPart, Prose } from './part.ts';

/** A difference counts when it is at least this many times what another platform may change. */
const CLEAR_MARGIN = 10;

export type ClaimBranch = ClaimPart['branch'];

let forcedBranch: ClaimBranch | undefined;

/** Runs `body` with every claim made inside it choosing `branch`, whatever its numbers: for tests of the sentences. */
export function forcingClaims<T>(branch: ClaimBranch, body: () => T): T {
  const before = forcedBranch;
  forcedBranch = branch;
  try {
    return body();
  } finally {
    forcedBranch = before;
  }
}

let forcedChoice: number | undefined;

/** Runs `body` with every `choose` made inside it taking the case at `position` (counted round): for tests, too. */
export function forcingChoices<T>(position: number, body: () => T): T {
  const before = forcedChoice;
  forcedChoice = position;
  try {
    return body();
  } finally {
    forcedChoice = before;
  }
}

export interface ClaimSpec<K extends KindName> {
  readonly a: Quantity<K> | undefined;
  readonly b: Quantity<NoInfer<K>> | undefined;
  readonly kind: K extends 'statistic' ? StatisticKind : NoInfer<K>;
  /** All three sentences: a clearly above b, a clearly below b, and too close to say. */
  readonly when: { readonly greater: Prose; readonly less: Prose; readonly tooClose: Prose };
}

/**
 * A sentence chosen by comparing two results of one kind: `greater` when a is above b by at least ten times the
 * kind's tolerance, `less` when below by as much, else `tooClose`. Throws a TypeError on a missing number.
 */
export function claim<K extends KindName>(spec: ClaimSpec<K>): ClaimPart {
  const { a, b, kind, when } = spec;
  if (typeof a !== 'number' || typeof b !== 'number') {
    throw new TypeError(`claim compares two numbers, got ${String(a)} and ${String(b)}`);
  }
  const allowed = Math.max(tolerance(kind, a), tolerance(kind, b));
  const difference = a - b;
  const margin = a === b ? 0 : Math.abs(difference) / allowed;
  const isClear = margin >= CLEAR_MARGIN * (1 - ROUNDING);
  const chosen = isClear ? (difference > 0 ? 'greater' : 'less') : 'tooClose';
  const branch = forcedBranch ?? chosen;
  return { type: 'claim', a, b, kind, branch, margin, prose: when[branch] };
}

/**
 * A sentence chosen by a word that a measurement stored: one sentence for each word it can be, so that a forgotten
 * case is a type error.
 */
export function choose<Word extends string>(
  word: Word,
  when: { readonly [Case in NoInfer<Word>]: Prose },
): Prose {
  const cases: Readonly<Record<string, Prose>> = when;
  const forced =
    forcedChoice === undefined ? undefined : Object.keys(cases)[forcedChoice % Object.keys(cases).length];
  const chosen = cases[forced ?? word];
  if (!chosen) throw new Error(`no sentence for "${word}": there are ${Object.keys(cases).join(', ')}`);
  return chosen;
}
