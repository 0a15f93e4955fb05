import {
  and,
  clearly,
  curious,
  type FindingPart,
  figure,
  finding,
  join,
  list,
  type Prose,
  prose,
  type Quantity,
  type Seen,
  section,
  table,
} from '#report';
import * as mark from '#report/marks';
import { count, given, percent, points, real, ref, text } from '#report/values';
import { pairedPassages, pairedShares } from './paired.measure.ts';
import { comparedReports } from './reports.measure.ts';

type Shares = Seen<typeof pairedShares>;
type Passages = Seen<typeof pairedPassages>;
type Models = Seen<typeof comparedReports>;
type Compared = Shares['of']['choices'];
type Estimate = Compared['difference'];

/** What was counted, and what both models have of it: a row of a figure and of a table. */
type Row = readonly [label: Prose, compared: Compared];

const shareRows = ({ of }: Shares): readonly Row[] => [
  [prose`right choices among four answers`, of.choices],
  [prose`right answers in a chat`, of.written],
  [prose`pairs in which the right choice is surer`, of.separates],
];

const passageRows = ({ of }: Passages): readonly Row[] => [
  [prose`right answers without a passage, easy and invented questions`, of.alone],
  [prose`answers that the right passage changed for the better`, of.passage],
  [prose`replies that repeat a false passage`, of.untrue],
];

/** “15 of 49” where questions are counted; an area under a curve as a number. */
const asCounted = ({ estimate, seen, among }: Compared['first']): Prose => {
  if (estimate === null) return prose`none`;
  return seen === null || among === null
    ? prose`${real(estimate, 2)}`
    : prose`${count(seen)} of ${count(among)}`;
};

/** What `asCounted` prints. */
const countedOf = ({ estimate, seen, among }: Compared['first']): (Quantity | null)[] =>
  seen === null || among === null ? [estimate] : [seen, among];

/** An interval whose level is corrected for many looks. */
const corrected = (estimate: Estimate) => ({ ...estimate, level: null });

const withInterval = ({ estimate, low, high }: Estimate): Prose =>
  estimate === null || low === null || high === null
    ? prose`none`
    : prose`${points(estimate, { bare: true })} (${points(low, { bare: true })} to ${points(high, { bare: true })})`;

/** The findings that hold. The figure and the table show the others undecided: no sentence is made of them. */
function held(findings: readonly FindingPart[]): Prose {
  const holding = findings.filter(({ outcome }) => outcome === 'holds');
  return join(
    holding.map((one) => prose`${one}`),
    prose` `,
  );
}

/** That the model that answers better also repeats a false passage more. */
function followsMore(
  { of: { choices } }: Shares,
  { of: { untrue } }: Passages,
  { first, second }: Models,
): FindingPart {
  const [one, other] = [text(first.name), text(second.name)];
  return finding({
    id: 'better-model-follows-more',
    when: and(
      clearly('difference in right choices', 'above', 0, corrected(choices.difference)),
      clearly('difference in repeated false passages', 'above', 0, corrected(untrue.difference)),
    ),
    context: [choices.first, choices.second, untrue.first, untrue.second].flatMap(countedOf),
    text: () => prose`**The model that answers better also follows a false passage more.** Among four answers, ${other} chose
      the right one for ${asCounted(choices.second)} facts, and ${one} for ${asCounted(choices.first)}. Then we put a passage
      with a false answer before other questions, and counted the replies that give either that answer or the right one. ${other}
      repeats the false answer in ${asCounted(untrue.second)} such replies, and ${one} in
      ${asCounted(untrue.first)}. In points, the difference is ${withInterval(untrue.difference)}. So the better of
      these two does not protect a retrieval system from a wrong source. Check what you retrieve before the model reads it.`,
  });
}

const half = 0.5;
const bothAbove = (what: string, compared: Compared) =>
  and(
    clearly(`${what}, the first model`, 'above', half, corrected(compared.first)),
    clearly(`${what}, the second model`, 'above', half, corrected(compared.second)),
  );

const surerWhenRight = ({ of: { separates } }: Shares, { first, second }: Models): FindingPart =>
  finding({
    id: 'both-surer-when-right',
    when: bothAbove('AUROC of confidence', separates),
    context: [separates.first, separates.second].flatMap(countedOf),
    text: () => prose`Among choices of one answer out of four, confidence tells right from wrong ones in both models: the AUROC is
      ${asCounted(separates.first)} for ${text(first.name)} and ${asCounted(separates.second)} for ${text(second.name)}.`,
  });

const helpedByPassage = ({ of: { passage } }: Passages, { first, second }: Models): FindingPart =>
  finding({
    id: 'both-helped-by-passage',
    when: bothAbove('answers changed for the better', passage),
    context: [passage.first, passage.second].flatMap(countedOf),
    text: () => prose`A passage with the right answer helps both: of the answers that it made right or wrong, it made
      ${asCounted(passage.first)} right for ${text(first.name)} and ${asCounted(passage.second)} for ${text(second.name)}.`,
  });

/** One estimate for each row and model that has one. */
const estimatesOf = (rows: readonly Row[], models: Models) =>
  rows.flatMap(([what, compared]) =>
    (['first', 'second'] as const).flatMap((place) => {
      const { estimate, low, high } = compared[place];
      if (estimate === null || low === null || high === null) return [];
      return [{ what, place, model: models[place].name, estimate, low, high }];
    }),
  );

function drawn(id: string, caption: Prose, rows: readonly Row[], models: Models) {
  const x = mark.q('estimate', {
    title: 'share',
    axis: { format: '%', values: [0, 0.25, 0.5, 0.75, 1] },
    scale: { domain: [0, 1] },
  });
  const y = mark.n('what', { title: null, sort: null });
  return figure({
    id,
    caption,
    alt: prose`Pairs of points: ${list(rows.map(([label, { first, second }]) => prose`${label}, ${asCounted(first)} and ${asCounted(second)}`))}.`,
    data: { rows: estimatesOf(rows, models), coin: [{ at: given(0.5) }] },
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
  });
}

/** The numbers behind a figure. */
const numbers = (id: string, caption: Prose, rows: readonly Row[], models: Models) =>
  table({
    id,
    caption,
    rows,
    columns: [
      ['what', ([label]) => label],
      [prose`${text(models.first.name)}`, ([, { first }]) => withInterval(first), 'right'],
      [prose`${text(models.second.name)}`, ([, { second }]) => withInterval(second), 'right'],
      ['difference', ([, { difference }]) => withInterval(difference), 'right'],
    ],
  });

export const pairedSection = section({
  id: 'paired-questions',
  title: prose`The same questions, both models`,
  needs: { m: pairedShares, models: comparedReports },
  write: ({ m, models }) => [
    prose`Both models chose among the answers of ${count(m.facts)} facts and replied to ${count(m.completions)} questions in a
      chat. Where do they differ (${ref('paired-drawn')})?`,
    drawn(
      'paired-drawn',
      prose`Shares of both models with their intervals. For the last row, the dashed line at one half is a coin toss; a guess among four answers is right in ${given(25)}% of cases.`,
      shareRows(m),
      models,
    ),
    prose`${held([surerWhenRight(m, models)])} Overlapping intervals do not show that the models are equal.`,
    curious(prose`The numbers behind the figure`, [
      prose`We chose the comparisons of this page after looking at about ${count(m.lookedAt)} shares, and some shares are odd by
        luck. So each interval is as wide as if every one of them had been a finding: ${count(m.intervals)} intervals at
        ${percent(m.level)} each, which all contain the truth in at least ${given(95)}% of such studies (Bonferroni).`,
      numbers(
        'paired-table',
        prose`Shares in per cent and differences in points. The intervals come from ${count(m.draws)} resamples of the
          questions, drawn for both models at once: Wilson's interval for the effective number of questions, and the method of
          Zou and Donner for the difference.`,
        shareRows(m),
        models,
      ),
    ]),
  ],
});

export const pairedPassagesSection = section({
  id: 'paired-passages-asked',
  title: prose`The same passages, both models`,
  needs: { m: pairedShares, p: pairedPassages, models: comparedReports },
  write: ({ m, p, models }) => [
    prose`${held([followsMore(m, p, models), helpedByPassage(p, models)])}

      Both models answered ${count(p.questions)} questions without a passage, and beside a true and a false one
      (${ref('paired-passages-drawn')}).`,
    drawn(
      'paired-passages-drawn',
      prose`Shares of both models with their intervals. The second row counts only answers that the passage made right or wrong,
        the last only replies that give the false answer or the right one. The dashed line is at one half.`,
      passageRows(p),
      models,
    ),
    curious(prose`The numbers behind the figure`, [
      numbers(
        'paired-passages-table',
        prose`Shares in per cent and differences in points, with intervals as in ${ref('paired-table')}.`,
        passageRows(p),
        models,
      ),
    ]),
  ],
});
