import { join, type Prose, prose, type Seen, section } from '#report';
import { count, ref, text } from '#report/values';
import { REASONS } from './reasons.ts';
import { comparedReports } from './reports.measure.ts';

type Models = Seen<typeof comparedReports>;

/** Between the items of a list: the template of `prose` keeps no line break at its end. */
const NEXT_ITEM: Prose = { type: 'prose', parts: [{ type: 'literal', markdown: '\n- ' }] };

/** The findings that only the first model has, as far as it is known why that is plausible. */
function explained({ first, second, findings }: Models): Prose[] {
  const items = findings.flatMap(({ id, section, onlyFirst }) => {
    const reason = REASONS[id];
    return onlyFirst && reason ? [prose`${ref(section)}: ${reason}`] : [];
  });
  if (items.length === 0) return [];
  return [
    prose`These hold for ${text(first.name)} and not for ${text(second.name)}. Each has a plausible reason, which two models
      cannot prove:

      - ${join(items, NEXT_ITEM)}`,
  ];
}

export const answer = section({
  id: 'what-travels',
  title: prose`What holds for both, and what does not`,
  needs: { m: comparedReports },
  write: ({ m }) => [
    prose`This page puts the same questions to two models, ${text(m.first.model)} and ${text(m.second.model)}. Of
      ${count(m.tested)} findings that could be tested on both, ${count(m.bothHold)} hold for both and ${count(m.differing)}
      do not (${ref('findings-of-both')}).`,
    ...explained(m),
  ],
});
