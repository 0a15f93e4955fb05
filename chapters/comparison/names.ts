import { type Inline, type Prose, prose, type Seen } from '#report';
import { percent, points, text } from '#report/values';
import type { comparedReports } from './decided.measure.ts';
import type { comparedFindings } from './findings.measure.ts';

/** How the two models and what was found of them are called here. */

export type Models = Seen<typeof comparedReports>;
type Findings = Seen<typeof comparedFindings>;
export type Finding = Findings['findings'][number];
export type Change = Findings['changes'][number];
export type Estimate = Finding['first'];

export const nameOf = ({ name }: Models['first']): Inline => text(name);

const NONE = prose`none`;

export const asPercent = ({ estimate }: Estimate): Inline =>
  estimate === null ? NONE : percent(estimate, { digits: 2 });
export const asPoints = ({ estimate }: Estimate): Inline => (estimate === null ? NONE : points(estimate));

/** "12.0 (8.0 to 16.0)", in hundredths. */
export function withInterval({ estimate, low, high }: Estimate): Prose {
  const bare = (value: NonNullable<typeof low>) => points(value, { bare: true });
  if (estimate === null) return NONE;
  if (low === null || high === null) return prose`${bare(estimate)}`;
  return prose`${bare(estimate)} (${bare(low)} to ${bare(high)})`;
}
