import { choose, type Inline, layout, type Prose, prose, type Quantity, type ValuePart } from '#report';
import * as mark from '#report/marks';
import { count, given, percent, points, real } from '#report/values';
import type { Separation } from './statistics.ts';

type Share = Parameters<typeof percent>[0];
type Count = Parameters<typeof count>[0];

/** In per cent with one decimal, as a column of shares has it. */
export const share = (value: Share) => percent(value, { decimals: 1 });
/** For a sentence, whose reader needs no third digit. */
export const roughly = (value: Share) => percent(value, 2);
export const barePoints = (value: Share) => points(value, { bare: true });

/** "17 of 20" */
export const outOf = (some: Count, all: Count) => prose`${count(some)} of ${count(all)}`;

type Statistic = Parameters<typeof real>[0];

/** A result, or the word for one that there is not. */
export const orNone = <Q>(print: (value: Q) => ValuePart, value: Q | null): Inline =>
  value === null ? prose`none` : print(value);

/** Whether a result there is, and an AUROC above that of a coin. */
export const beatsCoin = (area: Quantity | null) => layout([area], (estimate) => estimate > 0.5);

/** Whether all of so many answers say nothing. */
export const allSayNothing = (nothing: Quantity | undefined, all: Quantity) =>
  layout([nothing, all], (silent, every) => silent === every);

/** “ (0.612 to 0.730)”, or nothing where there is no interval. */
export const rangeInBrackets = (
  { low, high }: Interval<Statistic | null>,
  digits: Parameters<typeof real>[1] = {},
) => (low === null || high === null ? prose`` : prose` (${real(low, digits)} to ${real(high, digits)})`);

const TOO_FEW = prose`So few are on one of the two sides that there is no interval.`;

/** The sentence for an AUROC against a coin; nothing where there is none. */
export const againstCoin = (
  verdict: Separation,
  when: Readonly<Record<'separates' | 'does not' | 'reversed', Prose>> & { readonly 'no pairs'?: Prose },
  tooFew: Prose = TOO_FEW,
) => choose(verdict, { 'no pairs': prose``, ...when, 'no interval': tooFew });

interface Interval<Q> {
  readonly low: Q;
  readonly high: Q;
}

/** "0.612 to 0.730" */
export function range<Q>(print: (value: Q) => ValuePart, { low, high }: Interval<Q>) {
  return prose`${print(low)} to ${print(high)}`;
}

export function fromTo<Q>(print: (value: Q) => Inline) {
  return [
    ['from', ({ low }: Interval<Q>) => print(low)],
    ['to', ({ high }: Interval<Q>) => print(high)],
  ] as const;
}

/** The verdict on a change, unless nothing changed at all, which says more than that no change is clear. */
export const orNoChange = <V extends string>(verdict: V, ...changes: readonly Quantity[]): V | 'none' =>
  layout(changes, (...sizes) => sizes.every((size) => size === 0)) ? 'none' : verdict;

/** An axis of shares in per cent. */
export function shareAxis(field: string, title: string, domain?: readonly [number, number]) {
  return mark.q(field, { title, axis: { format: '%' }, ...(domain ? { scale: { domain } } : {}) });
}

/** Words in a figure that stay legible where a bar or a line lies behind them. */
export const legible = (channels: Parameters<typeof mark.annotation>[0], look: object) =>
  [{ stroke: '$paper', strokeWidth: 6, strokeJoin: 'round' }, {}].map((edge) =>
    mark.annotation(channels, { ...look, ...edge }),
  );

/** A colour, a shape or a dash for each name in a field. */
export function scaled(field: string, range: Readonly<Record<string, unknown>>, more: object) {
  return mark.n(field, { ...more, scale: { domain: Object.keys(range), range: Object.values(range) } });
}

/** Colour and shape for each name in a field. */
export function byName(
  field: string,
  looks: Readonly<Record<string, readonly [colour: string, shape: string]>>,
  more: object = { title: null },
) {
  const only = (of: 0 | 1) =>
    Object.fromEntries(Object.entries(looks).map(([name, look]) => [name, look[of]]));
  return { color: scaled(field, only(0), more), shape: scaled(field, only(1), more) };
}

/** The dashed diagonal of a square, and the data set that it is drawn from. */
export const diagonal = mark.line({ x: 'x', y: 'y' }, { data: 'diagonal', style: 'reference' });
export const diagonalFrom = (low: number, high: number) =>
  [low, high].map((end) => ({ x: given(end), y: given(end) }));
