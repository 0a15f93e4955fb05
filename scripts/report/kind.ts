import type { Dtype } from '#lm/types';

/**
 * What a number is: the unit it prints in, how many digits it may show, and how closely a run on another platform
 * must agree. On x86-64 with AVX2 the embedded model's results are the same to the last bit; the tolerances are for
 * other processors, operating systems and versions, and for other programs that run the same weights in float32. A
 * model in sixteen bits is known less well: see ROUNDINGS.
 */

/** How much coarser results become by the numbers that a model computes in. */
interface Rounding {
  /** How many times the tolerance of a logarithm of probabilities, or of what is made of some. */
  readonly times: number;
  /** What a rank may move by, as a part of itself, beside one place. */
  readonly ranks: number;
  /** How many items of a statistic may fall on the other side. */
  readonly items: number;
  /** How many digits less are shown. */
  readonly fewer: number;
}

/**
 * Measured on 274 tokens of three texts, against float32: float16 moved log-probabilities by 0.005 nats on average and
 * by at most 0.029, bfloat16 by 0.02 to 0.035 and by at most 0.35, and the rank of one token in six.
 */
const ROUNDINGS: Readonly<Record<Dtype, Rounding>> = {
  float32: { times: 1, ranks: 0, items: 1, fewer: 0 },
  float16: { times: 100, ranks: 0.1, items: 3, fewer: 1 },
  bfloat16: { times: 1000, ranks: 0.5, items: 10, fewer: 1 },
};

interface KindRecord {
  readonly what: string;
  /** Behind the number; '' for none. */
  readonly unit: string;
  readonly helper: string;
  /** Shown unless told, and the most that may be: no kind shows digits that its tolerance makes meaningless. */
  readonly digits: {
    readonly as: 'decimals' | 'significant';
    readonly usual: number;
    readonly most: number;
  };
  /** The largest absolute difference that another platform may make to a number of this size. */
  readonly tolerance: (size: number, items: number, rounding: Rounding) => number;
  readonly elsewhere: string;
}

const decimals = (usual: number) => ({ as: 'decimals', usual, most: usual }) as const;
const significant = (usual: number, most: number) => ({ as: 'significant', usual, most }) as const;

/** Below this rank a re-run must agree exactly. */
const EXACT_RANKS = 20;

/** Most kinds are printed without a unit by `real`. */
const kind = (record: Omit<KindRecord, 'unit' | 'helper'> & Partial<KindRecord>): KindRecord => ({
  unit: '',
  helper: 'real',
  ...record,
});

export const KINDS = {
  exact: kind({
    what: 'An input or a count',
    helper: 'count',
    digits: significant(17, 17),
    tolerance: () => 0,
    elsewhere: 'the same on every machine',
  }),
  float64: kind({
    what: 'Plain arithmetic',
    digits: significant(4, 17),
    tolerance: (size) => Math.max(1e-9 * size, 1e-12),
    elsewhere: 'the same on every machine to about nine digits',
  }),
  nats: kind({
    what: 'A logarithm of probabilities, in nats',
    unit: 'nats',
    helper: 'nats',
    digits: decimals(3),
    tolerance: (size, _items, { times }) => times * (5e-4 + 1e-5 * size),
    elsewhere: 'another processor may move it by about 0.0005',
  }),
  logit: kind({
    what: 'A raw score, in logits',
    digits: decimals(3),
    tolerance: (size, _items, { times }) => times * (5e-4 + 1e-5 * size),
    elsewhere: 'another processor may move it by about 0.0005',
  }),
  bits: kind({
    what: 'A logarithm of probabilities, in bits',
    unit: 'bits',
    helper: 'bits',
    digits: decimals(3),
    tolerance: (size, _items, { times }) => times * (7.2e-4 + 1e-5 * size),
    elsewhere: 'another processor may move it by about 0.0007',
  }),
  decibels: kind({
    what: 'A level, in decibels',
    unit: 'dB',
    helper: 'decibels',
    digits: decimals(2),
    tolerance: (size, _items, { times }) => times * (2.2e-3 + 1e-5 * size),
    elsewhere: 'another processor may move it by about 0.002',
  }),
  probability: kind({
    what: 'A probability, or a ratio of some',
    helper: 'probability',
    digits: significant(3, 4),
    tolerance: (size, _items, { times }) => times * 5e-4 * size,
    elsewhere: 'another processor may move it by about 0.05% of itself',
  }),
  perplexity: kind({
    what: 'A perplexity',
    digits: significant(3, 4),
    tolerance: (size, _items, { times }) => times * 1e-3 * size,
    elsewhere: 'another processor may move it by about 0.1% of itself',
  }),
  /** |e^d - 1| of a difference d in nats: it moves by 1 + itself times what d does. */
  relativeError: kind({
    what: 'A relative error of a probability',
    digits: significant(2, 4),
    tolerance: (size, _items, { times }) => times * 5e-4 * (1 + size),
    elsewhere: 'another processor may move it by about 0.0005, more when it is large',
  }),
  rank: kind({
    what: 'A rank, or a count that ranks decide',
    helper: 'rank',
    digits: decimals(0),
    tolerance: (size, _items, { ranks }) =>
      ranks > 0 ? 1 + ranks * size : size < EXACT_RANKS ? 0 : 0.02 * size,
    elsewhere: 'another processor may move it by up to 2% when it is large',
  }),
  statistic: kind({
    what: 'A statistic',
    digits: decimals(3),
    tolerance: (_size, items, rounding) => rounding.items / items,
    elsewhere: 'another processor may move it by one item',
  }),
};

export type KindName = keyof typeof KINDS;

interface InDtype {
  /** Of the model, where it is not float32. */
  readonly dtype?: Dtype;
}

/** A statistic over a number of items (accuracy, AUROC, ECE): one item may fall on the other side. */
export interface StatisticKind extends InDtype {
  readonly kind: 'statistic';
  readonly items: number;
}

/** In the unit and words of one kind, in the digits and within the tolerance of another. */
export interface MixedKind<K extends KindName = KindName> extends InDtype {
  readonly kind: K;
  readonly within: Exclude<KindName, 'statistic'>;
}

export type Kind = Exclude<KindName, 'statistic'> | StatisticKind | MixedKind;

/** The kind of a statistic over `items` items. */
export function statisticOf(items: number): StatisticKind {
  if (!Number.isSafeInteger(items) || items <= 0)
    throw new RangeError(`a statistic needs a positive whole number of items, got ${items}`);
  return { kind: 'statistic', items };
}

export function kindName(kind: Kind): KindName {
  return typeof kind === 'string' ? kind : kind.kind;
}

/** The record that decides digits and tolerance. */
export function precisionOf(kind: Kind): KindRecord {
  return KINDS[typeof kind === 'object' && 'within' in kind ? kind.within : kindName(kind)];
}

/** What the model computed in. */
export function dtypeOf(kind: Kind): Dtype {
  return (typeof kind === 'object' && kind.dtype) || 'float32';
}

/** How many digits of a number of this kind mean something. */
export function mostDigits(kind: Kind): number {
  const { digits } = precisionOf(kind);
  const { fewer } = ROUNDINGS[dtypeOf(kind)];
  return Math.max(digits.as === 'significant' ? 1 : 0, digits.most - fewer);
}

/** Whether how a model rounds can move numbers of a kind: not what was chosen, counted or calculated from that. */
function isOfModel(kind: Kind): boolean {
  return precisionOf(kind) !== KINDS.exact && precisionOf(kind) !== KINDS.float64;
}

function inDtype(kind: Kind, dtype: Dtype): Kind {
  if (typeof kind === 'object') return { ...kind, dtype };
  return { kind, within: kind, dtype };
}

/** The kinds of a result that a model computed in a dtype. */
export function kindsIn(dtype: Dtype, tree: KindTree): KindTree {
  if (dtype === 'float32') return tree;
  if (isKind(tree)) return isOfModel(tree) ? inDtype(tree, dtype) : tree;
  return Object.fromEntries(Object.entries(tree).map(([key, child]) => [key, kindsIn(dtype, child)]));
}

/**
 * The largest absolute difference from `value` that a run on another platform may show. Non-finite values must agree
 * exactly, so their tolerance is 0.
 */
export function tolerance(kind: Kind, value: number): number {
  if (!Number.isFinite(value)) return 0;
  const items = typeof kind === 'object' && 'items' in kind ? kind.items : 1;
  return precisionOf(kind).tolerance(Math.abs(value), items, ROUNDINGS[dtypeOf(kind)]);
}

/** "A logarithm of probabilities, in nats; another processor may move it by about 0.0005." */
export function kindInWords(kind: Kind): string {
  const items = typeof kind === 'object' && 'items' in kind ? ` over ${kind.items} items` : '';
  const dtype = dtypeOf(kind);
  const certainty =
    dtype === 'float32'
      ? precisionOf(kind).elsewhere
      : `computed in ${dtype}, which rounds so much that only its first digits are sure`;
  return `${KINDS[kindName(kind)].what}${items}; ${certainty}.`;
}

/**
 * How far a difference that is counted in tolerances may lie beyond a limit and still meet it: (k + 1)/n − k/n comes
 * out a few units in the last place beside 1/n, and one item is one item.
 */
export const ROUNDING = 1e-9;

/** Kinds in the shape of a result: one for each number, lists by element; what holds no number needs none. */
export type KindTree = Kind | { readonly [key: string]: KindTree };

/** Whether a node of a tree of kinds is a kind itself, not the kinds of an object's keys. */
export function isKind(tree: KindTree | undefined): tree is Kind {
  if (typeof tree === 'string') return true;
  return typeof tree === 'object' && ('items' in tree || 'within' in tree) && typeof tree.kind === 'string';
}

/** The first name in a tree that is no kind, if there is one: types can be cast away, or not be checked yet. */
export function unknownKind(tree: KindTree): string | undefined {
  if (!isKind(tree)) {
    const unknown = Object.values(tree ?? {}).map(unknownKind);
    return unknown.find((name) => name !== undefined);
  }
  const names = typeof tree === 'string' ? [tree] : [tree.kind, 'within' in tree ? tree.within : tree.kind];
  return names.find((name) => !Object.hasOwn(KINDS, name));
}

/** What is wrong with a value's kinds, behind the path that leads to it: put together only where something is. */
function problemOf(value: unknown, kinds: KindTree | undefined): string | undefined {
  if (typeof value === 'number') return isKind(kinds) ? undefined : ' has no kind; give it one in kinds';
  if (typeof value === 'string' || typeof value === 'boolean')
    return kinds === undefined ? undefined : ` is a ${typeof value}, so it has no kind`;
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value) && isKind(kinds)) return ' is an object, its kinds are not';
  const tree = (isKind(kinds) ? {} : (kinds ?? {})) as Readonly<Record<string, KindTree>>;
  for (const [key, child] of Object.entries(value)) {
    const isList = Array.isArray(value);
    const problem = problemOf(child, isList ? kinds : Object.hasOwn(tree, key) ? tree[key] : undefined);
    if (problem !== undefined) return `${isList ? `[${key}]` : `.${key}`}${problem}`;
  }
  return undefined;
}

/** Throws a TypeError that names the first value of a result which has no kind, or one that does not fit. */
export function assertKinds(value: unknown, kinds: KindTree, name: string): void {
  const problem = problemOf(value, kinds);
  if (problem !== undefined) throw new TypeError(name + problem);
}

type HasNumbers<M> = M extends number
  ? true
  : M extends string | boolean | null | undefined
    ? false
    : M extends readonly (infer Element)[]
      ? HasNumbers<Element>
      : M extends object
        ? { [Key in keyof M]: HasNumbers<M[Key]> }[keyof M]
        : false;

type KeysWithNumbers<M> = { [Key in keyof M]: true extends HasNumbers<M[Key]> ? Key : never }[keyof M];

/** The kinds that a result needs: one for each number. */
export type KindsOf<M> = [M] extends [number | null]
  ? Kind
  : [M] extends [readonly (infer Element)[]]
    ? KindsOf<Element>
    : [M] extends [Json<M>]
      ? { readonly [Key in KeysWithNumbers<M>]: KindsOf<M[Key]> } & {
          readonly [Key in Exclude<keyof M, KeysWithNumbers<M>>]?: never;
        }
      : unknown;

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
