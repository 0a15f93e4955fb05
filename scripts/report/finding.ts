import { madeHere } from '#base/source-location';
import { idFrom } from './ids.ts';
import { dtypeOf, KINDS, type Kind, type KindName, kindName, ROUNDING, tolerance } from './number-kinds.ts';
import { plainText } from './plain-text.ts';
import { asProse, join, prose } from './prose.ts';
import { valuesIn } from './prose-contents.ts';
import type { Condition, FindingPart, Prose, ValuePart } from './prose-parts.ts';
import { type DataText, described, numberOf, placeOf, Quantity } from './quantity.ts';
import { bits, count, decibels, given, nats, rank, real, token } from './values.ts';

/** A difference counts when it is at least this many times what another platform may change. */
const CLEAR_MARGIN = 10;
/** In sixteen bits, where a tolerance is the worst that was seen of a token, and more than ten times the average. */
const CLEAR_MARGIN_IN_16_BITS = 0.1;

const clearMargin = (kind: Kind): number =>
  dtypeOf(kind) === 'float32' ? CLEAR_MARGIN : CLEAR_MARGIN_IN_16_BITS;

/** A finding has one text and one condition. The report says the text, or a standard sentence if it does not hold. */

/** A result as conditions take it; null is what a measurement stores where there was nothing to measure. */
type Result = Quantity | null;

/** An estimate with its interval, whose level is 95% unless told; null is a level corrected for many intervals. */
export interface Interval {
  readonly level?: number | null;
  readonly estimate: Result;
  readonly low: Result;
  readonly high: Result;
}

/** Of `of` items that went one way or the other, `count` went this way; `p` is that of a sign test. */
export interface Tally {
  readonly count: Result;
  readonly of: Result;
  readonly p: Result;
}

const SIGNIFICANT = 0.05;

/** The numbers of some results, or null unless all were measured. */
function measured(results: readonly Result[]): number[] | null {
  const numbers = results.map((result) => {
    if (result === null) return Number.NaN;
    if (result instanceof Quantity) return numberOf(result);
    throw new TypeError(`a condition takes results of measurements, got ${described(result)}`);
  });
  return numbers.every(Number.isFinite) ? numbers : null;
}

/** A signed difference, counted in what makes it clear. */
function clearness(difference: number, results: readonly Quantity[], tolerances: number): number {
  const clear = Math.max(
    ...results.map((result) => {
      const { kind } = result.source;
      return Math.min(tolerances, clearMargin(kind)) * tolerance(kind, Math.abs(numberOf(result)));
    }),
  );
  return difference === 0 ? 0 : difference / (clear * (1 - ROUNDING));
}

/**
 * How a condition prints a result of a kind, if not as `real` does. Shares and statistics are plain numbers, like the
 * borders beside them: some of them are ratios, areas under a curve or p-values, which are no percentages.
 */
const PRINTED: Partial<Record<KindName, (result: Quantity<never>) => ValuePart>> = {
  nats: (result) => nats(result, 2),
  bits: (result) => bits(result, 2),
  decibels: (result) => decibels(result, 1),
  rank,
};

/** A statistic has decimals, of which a small one needs a third. */
function digitsOf(kind: KindName, value: number): number {
  if (kind === 'statistic') return Math.abs(value) < 0.1 ? 3 : 2;
  return kind === 'exact' || kind === 'probability' ? 3 : 2;
}

function shown(result: Result): Prose {
  if (result === null || Number.isNaN(numberOf(result))) return prose`not measured`;
  const kind = kindName(result.source.kind);
  const isCount = kind === 'exact' && Number.isSafeInteger(numberOf(result));
  const print = isCount ? count : PRINTED[kind];
  return asProse(print ? print(result as Quantity<never>) : real(result, digitsOf(kind, numberOf(result))));
}

const present = (results: readonly Result[]): Quantity[] =>
  results.filter((result): result is Quantity => result !== null);

/** A border that the author chose, in the unit of the results beside it. */
function borderOf(border: number, result: Result): Prose {
  const unit = result === null ? '' : KINDS[kindName(result.source.kind)].unit;
  return unit === '' ? asProse(given(border)) : prose`${given(border)} ${asProse(unit)}`;
}

/** A condition from what it claims and the numbers that decide it; a margin of null says that they decide nothing. */
function condition(
  claim: Prose,
  numbers: Prose,
  results: readonly Result[],
  marginOf: (numbers: readonly number[]) => number | null,
): Condition {
  const known = measured(results);
  const margin = known && marginOf(known);
  return {
    rule: plainText(claim),
    results: present(results),
    margin,
    numbers,
    unmet: (margin ?? 0) >= 1 ? [] : [prose`${claim} (${known ? prose`measured: ` : prose``}${numbers})`],
  };
}

const compared =
  (sign: 1 | -1) =>
  (what: string, a: Result, b: Result | number): Condition => {
    const relation = asProse(sign > 0 ? 'above' : 'below');
    if (typeof b === 'number')
      return condition(prose`${asProse(what)} ${relation} ${borderOf(b, a)}`, shown(a), [a], ([x = 0]) =>
        clearness(sign * (x - b), present([a]), CLEAR_MARGIN),
      );
    const numbers = prose`${shown(a)} against ${shown(b)}`;
    // A sentence that prints both must not print the same number twice.
    const isSeen = plainText(shown(a)) !== plainText(shown(b));
    return condition(asProse(what), numbers, [a, b], ([x = 0, y = 0]) =>
      isSeen ? clearness(sign * (x - y), present([a, b]), CLEAR_MARGIN) : 0,
    );
  };

/** `a` is clearly greater than `b`, a chosen number or a result of its kind. `what` names `a`, or the comparison. */
export const greater = compared(1);
export const less = compared(-1);

/** The interval lies on one side of the border: by an item if its bounds are statistics, else by a clear difference. */
export function clearly(
  what: string,
  side: 'above' | 'below',
  border: number,
  { estimate, low, high, level = 95 }: Interval,
): Condition {
  const kind = level === null ? prose`corrected` : prose`${given(level)}%`;
  const numbers = prose`${shown(estimate)}, ${kind} interval ${shown(low)} to ${shown(high)}`;
  const claim = prose`${asProse(what)} clearly ${asProse(side)} ${borderOf(border, low)}`;
  const beyond = (distance: number, bound: Result): number => {
    const isStatistic = bound !== null && kindName(bound.source.kind) === 'statistic';
    return clearness(distance, present([bound]), isStatistic ? 1 : CLEAR_MARGIN);
  };
  return condition(claim, numbers, [estimate, low, high], ([_estimate, from = 0, to = 0]) => {
    const [above, below] = [beyond(from - border, low), beyond(border - to, high)];
    const [wanted, opposite] = side === 'above' ? [above, below] : [below, above];
    return wanted > 0 ? wanted : Math.min(0, -opposite);
  });
}

/** A result, or each bound of its interval, lies between two numbers that the author chose. */
export function within(what: string, [from, to]: readonly [number, number], ...results: Result[]): Condition {
  const first = results[0] ?? null;
  const claim = prose`${asProse(what)} between ${given(from)} and ${borderOf(to, first)}`;
  const numbers = join(results.map(shown), prose` to `);
  return condition(claim, numbers, results, (values) => {
    const inside = values.map((value, index) =>
      clearness(Math.min(value - from, to - value), present([results[index] ?? null]), CLEAR_MARGIN),
    );
    return Math.max(0, Math.min(...inside));
  });
}

/** Most of the items went this way: more than half, and significantly by a sign test. */
export function most(what: string, { count: won, of, p }: Tally): Condition {
  const chance = p === null ? shown(p) : real(p, 2);
  const claim = prose`clearly more than half: ${asProse(what)}`;
  const numbers = prose`${shown(won)} of ${shown(of)}, sign test p = ${chance}`;
  return condition(claim, numbers, [won, of, p], ([wins = 0, every = 0, value = 1]) => {
    return (Math.sign(2 * wins - every) * SIGNIFICANT) / Math.max(value, Number.MIN_VALUE);
  });
}

const counted =
  (quantifier: 'all' | 'no') =>
  (what: string, won: Result, of: Result): Condition => {
    const claim = prose`${asProse(quantifier)} ${asProse(what)}`;
    return condition(claim, prose`${shown(won)} of ${shown(of)}`, [won, of], ([wins = 0, every = 0]) => {
      if (every === 0) return null;
      if (wins !== 0 && wins !== every) return 0;
      return ((quantifier === 'all') === (wins === every) ? 1 : -1) * Number.POSITIVE_INFINITY;
    });
  };

/** All of the items. Nothing was measured where there is none. */
export const all = counted('all');
/** None of the items. Nothing was measured where there is none. */
export const none = counted('no');

/** Of several results, the one with this name is clearly the largest. `called` is the name in words. */
export function firstOf(
  what: string,
  rows: readonly { readonly name: DataText; readonly value: Result }[],
  name: string,
  called: string,
): Condition {
  const results = rows.map(({ value }) => value);
  const values = measured(results);
  const order = [...rows.keys()].sort((one, other) => (values?.[other] ?? 0) - (values?.[one] ?? 0));
  const [winner, second] = order.slice(0, 2).map((place) => rows[place]);
  if (!winner || !second) throw new RangeError(`firstOf needs at least two results of ${what}`);
  const numbers = prose`${token(winner.name)} ${shown(winner.value)}, ${token(second.name)} ${shown(second.value)}`;
  const leads = greater(what, winner.value, second.value).margin ?? 0;
  return condition(prose`${asProse(what)} is ${asProse(called)}`, numbers, results, () =>
    winner.name === name ? leads : 0,
  );
}

/** All of these hold. The opposite holds where the opposite of each does. */
export function and(...conditions: readonly Condition[]): Condition {
  const margins = conditions.map(({ margin }) => margin);
  const known = margins.filter((margin) => margin !== null);
  const least = known.every((margin) => margin < 0)
    ? Math.max(...known)
    : Math.max(-1 / 2, Math.min(...known));
  return {
    rule: conditions.map(({ rule }) => rule).join(' and '),
    results: conditions.flatMap(({ results }) => results),
    margin: known.length < margins.length ? null : least,
    numbers: join(
      conditions.map(({ numbers }) => numbers),
      prose`; `,
    ),
    unmet: conditions.flatMap(({ unmet }) => unmet),
  };
}

export type Outcome = FindingPart['outcome'];

/** Where the condition is undecided or reversed, the finding is withdrawn. */
export function outcomeOf({ margin }: Condition): Outcome {
  if (margin === null) return 'not measured';
  return margin >= 1 ? 'holds' : 'withdrawn';
}

/** How the sentence of a finding begins that cannot be made of this model. */
const WITHDRAWN = {
  withdrawn: prose`This did not hold for this model:`,
  'not measured': prose`This could not be measured for this model:`,
};

/** Throws an Error unless each result that a text prints is tested or declared as context, and each context is printed. */
function assertCovered(id: string, text: Prose, tested: readonly Quantity[], context: readonly Quantity[]) {
  const places = (results: readonly Quantity[]) => new Set(results.map(({ source }) => placeOf(source)));
  const [testedAt, contextAt] = [places(tested), places(context)];
  const printedAt = new Set<string>();
  for (const { source, text: number } of valuesIn(text)) {
    if (!source) continue;
    const place = placeOf(source);
    printedAt.add(place);
    if (!testedAt.has(place) && !contextAt.has(place))
      throw new Error(
        `finding ${id} prints ${number} (${place}), which its condition does not test; test it, or list it in context`,
      );
  }
  const [unprinted] = [...contextAt].filter((place) => !printedAt.has(place));
  if (unprinted !== undefined)
    throw new Error(`finding ${id} declares ${unprinted} as context, but its text does not print it`);
}

/**
 * Whole sentences that stand if the condition holds. `text` is called only then, so it may rely on the condition. Each
 * result that it prints is one that the condition tests, or one of the `context`: the sentence stays true whatever it is.
 * Its id is by default made of the condition's words.
 */
export function finding(spec: {
  readonly id?: string;
  readonly when: Condition;
  readonly context?: readonly Result[];
  readonly text: () => Prose;
}): FindingPart {
  const { when: condition, text } = spec;
  const id = spec.id ?? idFrom(condition.rule);
  const context = present(spec.context ?? []);
  const outcome = outcomeOf(condition);
  const sentence =
    outcome === 'holds' ? text() : prose`*${WITHDRAWN[outcome]}* ${join(condition.unmet, prose`; `)}.`;
  if (outcome === 'holds') assertCovered(id, sentence, condition.results, context);
  return madeHere({ type: 'finding', id, outcome, condition, context, prose: sentence }, finding);
}
