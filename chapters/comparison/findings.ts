import { curious, type Prose, prose, type Seen, section, table } from '#report';
import { count, ref, text } from '#report/values';
import { comparedReports } from './reports.measure.ts';

type Models = Seen<typeof comparedReports>;
type Finding = Models['findings'][number];

const rowsOf = ({ findings }: Models, group: string): Finding[] =>
  findings.filter((finding) => finding.group === group);

const WHERE = ['where', (row: Finding) => ref(row.section)] as const;
const FINDING = ['finding', (row: Finding) => text(row.text)] as const;
const CONDITION = ['what was tested', (row: Finding) => text(row.condition)] as const;

/** “holds: 0.4 nats” where the outcomes of the rows differ. */
const withOutcome = (outcome: Finding['first'], numbers: Finding['first']): Prose =>
  prose`**${text(outcome)}**: ${text(numbers)}`;

function differing(m: Models) {
  const rows = rowsOf(m, 'differing');
  if (rows.length === 0) return [];
  return [
    table({
      id: 'findings-that-differ',
      caption: prose`Findings that do not hold for both models, with the numbers that decide.`,
      rows,
      columns: [
        WHERE,
        FINDING,
        CONDITION,
        [prose`${text(m.first.name)}`, (row) => withOutcome(row.first, row.firstNumbers)],
        [prose`${text(m.second.name)}`, (row) => withOutcome(row.second, row.secondNumbers)],
      ],
    }),
  ];
}

function holding(m: Models) {
  const rows = rowsOf(m, 'both');
  if (rows.length === 0) return [];
  return [
    table({
      id: 'findings-table',
      caption: prose`Findings that hold for both models, with the numbers that decide.`,
      rows,
      columns: [
        WHERE,
        FINDING,
        CONDITION,
        [prose`${text(m.first.name)}`, (row) => text(row.firstNumbers)],
        [prose`${text(m.second.name)}`, (row) => text(row.secondNumbers)],
      ],
    }),
  ];
}

function untested(m: Models) {
  const rows = rowsOf(m, 'untested');
  if (rows.length === 0) return [];
  return [
    curious(prose`${count(m.untested)} findings that were not tested on both`, [
      prose`One of the two reports lacks the results that these need, has them in another form, or has no case of what they
        count.`,
      table({
        id: 'findings-untested',
        caption: prose`Findings that were not tested on both models.`,
        rows,
        columns: [WHERE, FINDING],
      }),
    ]),
  ];
}

export const chapterFindings = section({
  id: 'findings-of-both',
  title: prose`Every finding, for both models`,
  needs: { m: comparedReports },
  write: ({ m }) => [
    prose`The chapters state ${count(m.all)} findings, of which ${count(m.tested)} could be tested on both models. A finding
      is a text with a condition. The text is written for ${text(m.first.name)}, whose numbers it prints. The condition is
      what each model has to pass, and stands beside the numbers that decide it. A finding that does not hold is not
      refuted, unless its row says that the opposite holds.`,
    ...differing(m),
    ...holding(m),
    ...untested(m),
  ],
});
