import { and, clearly, figure, finding, list, type Prose, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { count, given, percent, points, ref, text } from '#report/values';
import { pairedShares } from './paired.measure.ts';
import { comparedReports } from './reports.measure.ts';

type Shares = Seen<typeof pairedShares>;
type Compared = Shares['of']['choices'];
type Estimate = Compared['difference'];

/** What was counted, in the order of the figure and the table. */
const ROWS = [
  ['choices', prose`right choices among four answers`],
  ['written', prose`right answers in a chat`],
  ['alone', prose`right answers without a passage, easy and invented questions`],
  ['separates', prose`a right choice is surer than a wrong one`],
  ['passage', prose`the right passage: more answers right`],
  ['untrue', prose`a false passage before the question: repeated`],
] as const;

/** “15 of 49” where questions are counted, else per cent. */
const asCounted = ({ estimate, seen, among }: Compared['first']): Prose => {
  if (estimate === null) return prose`none`;
  return seen === null || among === null
    ? prose`${percent(estimate, 2)}`
    : prose`${count(seen)} of ${count(among)}`;
};

/** What `asCounted` prints. */
const countedOf = ({ estimate, seen, among }: Compared['first']) =>
  seen === null || among === null ? [estimate] : [seen, among];

/** An interval whose level is corrected for many looks. */
const corrected = (estimate: Estimate) => ({ ...estimate, level: null });

const withInterval = ({ estimate, low, high }: Estimate): Prose =>
  estimate === null || low === null || high === null
    ? prose`none`
    : prose`${points(estimate, { bare: true })} (${points(low, { bare: true })} to ${points(high, { bare: true })})`;

export const pairedSection = section({
  id: 'paired-questions',
  title: prose`The same questions, both models`,
  needs: { m: pairedShares, models: comparedReports },
  write({ m, models }) {
    const [one, other] = [text(models.first.name), text(models.second.name)];
    const numbers = (name: keyof Shares['of']): Prose =>
      prose`${asCounted(m.of[name].first)} for ${one}, ${asCounted(m.of[name].second)} for ${other}`;
    const half = 0.5;
    const bothAbove = (what: string, { first, second }: Compared) =>
      and(
        clearly(`${what}, the first model`, 'above', half, corrected(first)),
        clearly(`${what}, the second model`, 'above', half, corrected(second)),
      );
    const estimates = ROWS.flatMap(([name, label]) =>
      (['first', 'second'] as const).flatMap((place) => {
        const { estimate, low, high } = m.of[name][place];
        if (estimate === null || low === null || high === null) return [];
        return [{ what: label, place, model: models[place].name, estimate, low, high }];
      }),
    );
    const x = mark.q('estimate', {
      title: 'share',
      axis: { format: '%', values: [0, 0.25, 0.5, 0.75, 1] },
      scale: { domain: [0, 1] },
    });
    const y = mark.n('what', { title: null, sort: null });
    return [
      prose`Both models chose among the answers of ${count(m.facts)} facts, replied to ${count(m.completions)} questions in a chat, and
        answered ${count(m.questions)} other questions without a passage and beside several kinds of passages. Which results do they
        share (${ref('paired-drawn')})?

        ${finding({
          id: 'second-knows-more',
          when: clearly('difference in right choices', 'above', 0, corrected(m.of.choices.difference)),
          context: [...countedOf(m.of.choices.first), ...countedOf(m.of.choices.second)],
          text: () =>
            prose`${other} chooses the right answer more often: in ${asCounted(m.of.choices.second)} choices, against ${asCounted(m.of.choices.first)} for ${one}.`,
        })} ${finding({
          id: 'both-surer-when-right',
          when: bothAbove('AUROC of confidence', m.of.separates),
          context: [...countedOf(m.of.separates.first), ...countedOf(m.of.separates.second)],
          text: () => prose`For both models, the surer of two choices is likelier to be right. Take a right and a wrong choice: the right one
            has more confidence in ${asCounted(m.of.separates.first)} of all pairs for ${one} and in
            ${asCounted(m.of.separates.second)} for ${other}.`,
        })}

        ${finding({
          id: 'both-helped-by-passage',
          when: bothAbove('answers changed for the better', m.of.passage),
          context: [...countedOf(m.of.passage.first), ...countedOf(m.of.passage.second)],
          text: () => prose`A passage with the answer helps both models. Among the answers that it turned from wrong to right or from
            right to wrong, it helped in ${numbers('passage')}.`,
        })}`,
      figure({
        id: 'paired-drawn',
        caption: prose`Shares of both models with their intervals. In the last two rows, only questions count in which the
          two sides differ. The dashed line is a fair coin.`,
        alt: prose`Pairs of points: ${list(ROWS.map(([name, label]) => prose`${label}, ${asCounted(m.of[name].first)} and ${asCounted(m.of[name].second)}`))}.`,
        data: { rows: estimates, coin: [{ at: given(half) }] },
        spec: {
          height: { step: 30 },
          layer: [
            mark.reference({ x: 'at' }, { data: 'coin' }),
            ...mark.cases('place', { first: { yOffset: -5 }, second: { yOffset: 5 } }).flatMap((look) => [
              mark.rule(
                {
                  x: { ...x, field: 'low' },
                  x2: { field: 'high' },
                  y,
                  color: mark.n('model', { title: null, sort: null }),
                },
                { data: 'rows', ...look },
              ),
              mark.dots({ x, y, ...mark.series('model') }, { data: 'rows', size: 60, ...look }),
            ]),
          ],
        },
      }),
      prose`We chose these comparisons after looking at about ${count(m.lookedAt)} shares, and some shares are odd by luck. So
        each interval is as wide as if every one of them had been a finding: ${count(m.intervals)} intervals at
        ${percent(m.level)} each, which all contain the truth in at least ${given(95)}% of such studies (Bonferroni). No difference
        between two intervals is not the same as equality.`,
      table({
        id: 'paired-table',
        caption: prose`Shares in per cent and differences in points. The intervals come from ${count(m.draws)} resamples of the
          questions, drawn for both models at once: Wilson's interval for the effective number of questions, and the method
          of Zou and Donner for the difference.`,
        rows: ROWS,
        columns: [
          ['what', ([, label]) => label],
          [prose`${one}`, ([name]) => withInterval(m.of[name].first), 'right'],
          [prose`${other}`, ([name]) => withInterval(m.of[name].second), 'right'],
          ['difference', ([name]) => withInterval(m.of[name].difference), 'right'],
        ],
      }),
    ];
  },
});
