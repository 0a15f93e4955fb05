import type { Dtype } from '#lm/types';

/**
 * The kinds of numbers that measurements store. A kind decides the unit, the digits that may be shown, and the tolerance
 * when another platform or program runs the same weights in float32. For 16-bit models, see ROUNDINGS.
 */

/** How much less precise results become when a model computes in 16 bits. */
interface Rounding {
  /** Factor on the tolerance of a log-probability, and of anything computed from log-probabilities. */
  readonly times: number;
  /** How far a rank may move: one place plus this fraction of the rank. */
  readonly ranks: number;
  /** How many items of a statistic may change sides. */
  readonly items: number;
  /** How many fewer digits are shown. */
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
  /** Printed after the number; '' for none. */
  readonly unit: string;
  readonly helper: string;
  /** The default and the maximum: no kind shows digits that its tolerance makes meaningless. */
  readonly digits: ReturnType<typeof decimals | typeof significant>;
  /** The largest absolute difference between platforms for a number of this size. */
  readonly tolerance: (size: number, items: number, rounding: Rounding) => number;
  readonly elsewhere: string;
}

const decimals = (usual: number) => ({ as: 'decimals', usual, most: usual }) as const;
const significant = (usual: number, most: number) => ({ as: 'significant', usual, most }) as const;

/** Below this rank a re-run must agree exactly. */
const EXACT_RANKS = 20;

/** By default a kind has no unit and is printed by `real`. */
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

/** A statistic over a number of items (accuracy, AUROC, ECE): one item may fall on the other side. */
interface StatisticKind {
  readonly kind: 'statistic';
  readonly items: number;
  /** Of the model, where it is not float32. */
  readonly dtype?: Dtype;
}

/** In the unit and words of one kind, in the digits and within the tolerance of another. */
interface MixedKind<K extends KindName = KindName> {
  readonly kind: K;
  readonly within: Exclude<KindName, 'statistic'>;
  readonly dtype?: Dtype;
}

export type Kind = Exclude<KindName, 'statistic'> | StatisticKind | MixedKind;

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

/** The largest absolute difference from `value` that a run on another platform may show; 0 for a non-finite value. */
export function tolerance(kind: Kind, value: number): number {
  if (!Number.isFinite(value)) return 0;
  const items = typeof kind === 'object' && 'items' in kind ? kind.items : 1;
  return precisionOf(kind).tolerance(Math.abs(value), items, ROUNDINGS[dtypeOf(kind)]);
}

/** What numbers of a kind are, and how sure they are. */
export function kindWords(kind: Kind): { readonly meaning: string; readonly certainty: string } {
  const items = typeof kind === 'object' && 'items' in kind ? ` over ${kind.items} items` : '';
  const dtype = dtypeOf(kind);
  const certainty =
    dtype === 'float32'
      ? precisionOf(kind).elsewhere
      : `computed in ${dtype}, which rounds so much that only its first digits are sure`;
  return { meaning: `${KINDS[kindName(kind)].what}${items}`, certainty };
}

/** "A logarithm of probabilities, in nats; another processor may move it by about 0.0005." */
export function kindInWords(kind: Kind): string {
  const { meaning, certainty } = kindWords(kind);
  return `${meaning}; ${certainty}.`;
}

/** How far a difference counted in tolerances may exceed a limit: (k + 1)/n − k/n may be slightly more than 1/n. */
export const ROUNDING = 1e-9;
