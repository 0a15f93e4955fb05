import { type Prose, prose } from '#report';
import * as mark from '#report/marks';
import { count, given, percent, points, real } from '#report/values';

type Share = Parameters<typeof percent>[0];
type Count = Parameters<typeof count>[0];

/** For a sentence, whose reader needs no third digit. */
export const roughly = (value: Share) => percent(value, 2);
export const barePoints = (value: Share) => points(value, { bare: true });

/** "17 of 20" */
export const outOf = (some: Count, all: Count) => prose`${count(some)} of ${count(all)}`;

/** A share, or “none” where there was nothing to measure. */
export const shareOrNone = (value: Share | null) => (value === null ? prose`none` : percent(value, 2));

/** What a wording gave, if the model answers in its words at all. */
export const ifAnswered = (isAnswered: boolean, result: Prose): Prose =>
  isAnswered ? result : prose`does not answer`;

/** “17 (2)” */
export const withPart = (some: Count, part: Count) => prose`${count(some)} (${count(part)})`;

type Statistic = Parameters<typeof real>[0];

/** “ (0.612 to 0.730)”, or nothing where there is no interval. */
export const rangeInBrackets = ({ low, high }: Interval<Statistic | null>, digits?: number) =>
  low === null || high === null ? prose`` : prose` (${real(low, digits)} to ${real(high, digits)})`;

interface Interval<Q> {
  readonly low: Q;
  readonly high: Q;
}

/** “0.68 (0.61 to 0.73)”: an AUROC with its interval. */
export const area = (one: Interval<Statistic | null> & { readonly estimate: Statistic | null }) =>
  one.estimate === null ? prose`none` : prose`${real(one.estimate, 2)}${rangeInBrackets(one, 2)}`;

/** An axis of shares in per cent. */
export function shareAxis(field: string, title: string, domain: readonly [number, number], axis = {}) {
  return mark.q(field, { title, axis: { title, format: '%', ...axis }, scale: { domain } });
}

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
export const diagonal = mark.line(
  { x: 'x', y: 'y' },
  { data: 'diagonal', style: 'reference', tooltip: null },
);
export const diagonalFrom = (low: number, high: number) =>
  [low, high].map((end) => ({ x: given(end), y: given(end) }));

/** What stands where a model was too strange to judge its answers. */
export const NOTHING_FINISHED = prose`This could not be measured: of dev or of test, the model finished no reply.`;
