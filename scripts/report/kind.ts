/**
 * What a number is: the unit it prints in, how many digits it may show, and how closely a run on another platform
 * must agree. On x86-64 with AVX2 the embedded model's results are the same to the last bit; the tolerances are for
 * other processors, operating systems and versions.
 */

/** The kinds a number can have; see `tolerance` for what each allows. */
export type KindName =
  | 'exact'
  | 'float64'
  | 'nats'
  | 'logit'
  | 'bits'
  | 'decibels'
  | 'probability'
  | 'perplexity'
  | 'rank'
  | 'statistic';

/** A statistic over a number of items (accuracy, AUROC, ECE): one item may fall on the other side. */
export interface StatisticKind {
  readonly kind: 'statistic';
  readonly items: number;
}

export type Kind = Exclude<KindName, 'statistic'> | StatisticKind;

/** The kind of a statistic over `items` items. */
export function statisticOf(items: number): StatisticKind {
  if (!Number.isSafeInteger(items) || items <= 0) {
    throw new RangeError(`a statistic needs a positive whole number of items, got ${items}`);
  }
  return { kind: 'statistic', items };
}

/** The name of a kind. */
export function kindName(kind: Kind): KindName {
  return typeof kind === 'string' ? kind : kind.kind;
}

/** Below this rank a re-run must agree exactly. */
const EXACT_RANKS = 20;

/**
 * The largest absolute difference from `value` that a run on another platform may show.
 * Non-finite values must agree exactly, so their tolerance is 0.
 */
export function tolerance(kind: Kind, value: number): number {
  if (!Number.isFinite(value)) return 0;
  const size = Math.abs(value);
  if (typeof kind !== 'string') return 1 / kind.items;
  switch (kind) {
    case 'exact':
      return 0;
    case 'float64':
      return Math.max(1e-9 * size, 1e-12);
    case 'nats':
    case 'logit':
      return 5e-4 + 1e-5 * size;
    case 'bits':
      return 7.2e-4 + 1e-5 * size;
    case 'decibels':
      return 2.2e-3 + 1e-5 * size;
    case 'probability':
      return 5e-4 * size;
    case 'perplexity':
      return 1e-3 * size;
    case 'rank':
      return size < EXACT_RANKS ? 0 : 0.02 * size;
  }
}

/**
 * How far a difference that is counted in tolerances may lie beyond a limit and still meet it: (k + 1)/n − k/n comes
 * out a few units in the last place beside 1/n, and one item is one item.
 */
export const ROUNDING = 1e-9;

declare const kindBrand: unique symbol;
declare const dataBrand: unique symbol;

/** A number that a measurement computed, with its kind in its type: arithmetic on it gives a plain number again. */
export type Quantity<K extends KindName = KindName> = number & { readonly [kindBrand]: K };

/** A string that a measurement stored: the only strings that prose takes. */
export type DataText = string & { readonly [dataBrand]: true };

/** The kinds of a measurement's result: one for each number, 'exact' for each string and boolean, lists by element. */
export type KindsOf<M> = [M] extends [number | null]
  ? Kind
  : [M] extends [string | boolean | null]
    ? 'exact'
    : [M] extends [readonly (infer Element)[]]
      ? KindsOf<Element>
      : [M] extends [Json<M>]
        ? { readonly [Key in keyof M]-?: KindsOf<M[Key]> }
        : unknown;

/** Kinds in any shape. */
export type KindTree = Kind | { readonly [key: string]: KindTree };

/** Whether a node of a tree of kinds is a kind itself, not the kinds of an object's keys. */
export function isKind(tree: KindTree | undefined): tree is Kind {
  if (typeof tree === 'string') return true;
  return typeof tree === 'object' && tree.kind === 'statistic' && typeof tree.items === 'number';
}

type NameOf<K> = K extends StatisticKind ? 'statistic' : K extends KindName ? K : never;

/** Whether a type of strings is a choice of several words. */
type IsUnion<Whole, One = Whole> = One extends Whole
  ? [Extract<Whole, string>] extends [One]
    ? false
    : true
  : never;

/**
 * A measurement's result as sections see it: numbers carry their kind, strings that they come from data (a string
 * that can only be one of a few words stays as it is, to choose by).
 */
export type Measured<M, K, Whole = M> = M extends number
  ? Quantity<NameOf<K>>
  : M extends string
    ? [IsUnion<Whole>] extends [true]
      ? M
      : string & DataText
    : M extends boolean | null
      ? M
      : M extends readonly (infer Element)[]
        ? readonly Measured<Element, K>[]
        : M extends object
          ? { readonly [Key in keyof M]: Key extends keyof K ? Measured<M[Key], K[Key]> : never }
          : never;

/** M where JSON can hold it; never where it cannot (undefined, typed arrays, Map, Date, functions). */
export type Json<M> = M extends number | string | boolean | null
  ? M
  : M extends readonly (infer Element)[]
    ? readonly Json<Element>[]
    : M extends (...args: never[]) => unknown
      ? never
      : M extends object
        ? { readonly [Key in keyof M]: Json<M[Key]> }
        : never;
