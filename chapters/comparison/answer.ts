import { join, type Prose, prose, type Seen, section } from '#report';
import { count, ref, text } from '#report/values';
import { REASONS } from './reasons.ts';
import { comparedReports } from './reports.measure.ts';

type Models = Seen<typeof comparedReports>;

/** Between the items of a list: the template of `prose` keeps no line break at its end. */
const NEXT_ITEM: Prose = { type: 'prose', parts: [{ type: 'literal', markdown: '\n- ' }] };

/** All findings that hold for one of the two only, with a plausible reason where there is one. */
function exceptions({ first, second, findings }: Models): Prose[] {
  const differing = findings.filter(({ group }) => group === 'differing');
  type Finding = (typeof differing)[number];
  const isUsual = (one: Finding) => one.first === 'holds' && one.second === 'does not hold';
  const said = (one: Finding) => {
    const sentence = prose`“${text(one.text)}”`;
    return REASONS[one.id] ?? sentence;
  };
  const items = [
    ...differing.filter(isUsual).map((one) => prose`${ref(one.section)}. ${said(one)}`),
    ...differing
      .filter((one) => !isUsual(one))
      .map(
        (one) =>
          prose`${ref(one.section)}, ${text(first.name)}: ${text(one.first)}, ${text(second.name)}: ${text(one.second)}. ${said(one)}`,
      ),
  ];
  if (items.length === 0) return [prose`All findings that could be tested hold for both.`];
  return [
    prose`Here is all that does not hold for both. Unless a line says otherwise, it holds for ${text(first.name)} and not for
      ${text(second.name)}. Where we can think of a reason, we give it, though two models cannot prove it. Otherwise we quote
      the finding.

      - ${join(items, NEXT_ITEM)}`,
  ];
}

export const answer = section({
  id: 'what-travels',
  title: prose`What holds for both, and what does not`,
  needs: { m: comparedReports },
  write: ({ m }) => [
    prose`This page puts the same questions to two models, ${text(m.first.model)} and ${text(m.second.model)}. The chapters
      state ${count(m.all)} findings. ${count(m.tested)} could be tested on both models: ${count(m.bothHold)} hold for both,
      and ${count(m.differing)} do not (${ref('exceptions')}). The other ${count(m.untested)} could not be tested, so the page says nothing about
      them (${ref('findings-of-both')}).`,
  ],
});

export const exceptionsSection = section({
  id: 'exceptions',
  title: prose`What does not hold for both`,
  needs: { m: comparedReports },
  write: ({ m }) => exceptions(m),
});
