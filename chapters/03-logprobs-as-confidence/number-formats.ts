import { type Prose, prose } from '#report';
import * as mark from '#report/marks';
import { count, percent, points, real } from '#report/values';

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

interface Area {
  readonly estimate: Statistic | null;
  readonly low: Statistic | null;
  readonly high: Statistic | null;
}

/** “0.68 (0.61 to 0.73)”: an AUROC with its interval. */
export function area({ estimate, low, high }: Area) {
  if (estimate === null) return prose`none`;
  const range = low === null || high === null ? prose`` : prose` (${real(low, 2)} to ${real(high, 2)})`;
  return prose`${real(estimate, 2)}${range}`;
}

/** An axis of shares in per cent. */
export function shareAxis(field: string, title: string, domain: readonly [number, number], axis = {}) {
  return mark.q(field, { title, axis: { title, format: '%', ...axis }, scale: { domain } });
}

/** A colour, a shape or a dash for each name in a field. */
export function scaled(field: string, range: Readonly<Record<string, unknown>>, more: object) {
  return mark.n(field, { ...more, scale: { domain: Object.keys(range), range: Object.values(range) } });
}

/** Bars that stack `answers` by what they say; one bar for each `name`, in the order of `place`. */
export const stackedAnswers = (title: string, looks: Readonly<Record<string, string>>) => ({
  height: { step: 26 },
  mark: { type: 'bar' },
  encoding: {
    y: mark.n('name', { title: null, sort: { field: 'place' }, axis: { labelLimit: 240 } }),
    x: mark.q('answers', { title, stack: 'zero' }),
    color: scaled('says', looks, { title: 'the answer is' }),
    order: { field: 'order', type: 'quantitative' },
  },
});

/** What stands where a model was too strange to judge its answers. */
export const NOTHING_FINISHED = prose`This could not be measured: of dev or of test, the model finished no reply.`;
