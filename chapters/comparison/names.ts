import { choose, type Inline, layout, type Prose, prose, type Seen } from '#report';
import { count, percent, points, text } from '#report/values';
import type { comparedReports } from './decided.measure.ts';
import type { comparedFindings } from './findings.measure.ts';

/** How the two models and what was found of them are called here. */

export type Models = Seen<typeof comparedReports>;
type Findings = Seen<typeof comparedFindings>;
export type Finding = Findings['findings'][number];
type Estimate = Finding['difference'];
type Counted = Finding['first'];

export const nameOf = ({ name }: Models['first']): Inline => text(name);

const NONE = prose`none`;

/** In one decimal, but never all for less than all, and never none for more than none. */
export function asPercent({ estimate }: Pick<Estimate, 'estimate'>): Prose {
  if (estimate === null) return NONE;
  const near = layout([estimate], (share) =>
    share < 1 && share >= 0.9995 ? 'all' : share > 0 && share < 0.0005 ? 'none' : 'neither',
  );
  return choose(near, {
    all: prose`nearly all`,
    none: prose`hardly any`,
    neither: prose`${percent(estimate, { decimals: 1 })}`,
  });
}

/** “15 of 49” where questions are counted; else per cent. */
export function asCounted({ estimate, seen, among }: Counted): Prose {
  if (seen === null || among === null) return asPercent({ estimate });
  return prose`${count(seen)} of ${count(among)}`;
}

/** “2.1 to 19.0”, the interval alone, in hundredths. */
export const asRange = ({ low, high }: Pick<Estimate, 'low' | 'high'>): Prose =>
  low === null || high === null
    ? NONE
    : prose`${points(low, { bare: true })} to ${points(high, { bare: true })}`;

/** “12.0 (8.0 to 16.0)”, in hundredths. */
export function withInterval({ estimate, low, high }: Pick<Estimate, 'estimate' | 'low' | 'high'>): Prose {
  const bare = (value: NonNullable<typeof low>) => points(value, { bare: true });
  if (estimate === null) return NONE;
  if (low === null || high === null) return prose`${bare(estimate)}`;
  return prose`${bare(estimate)} (${bare(low)} to ${bare(high)})`;
}
