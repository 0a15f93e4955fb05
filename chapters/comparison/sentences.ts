import { choose, curious, type Prose, prose, section, table } from '#report';
import { count, ref, text } from '#report/values';
import { comparedReports, comparedSentences, comparedTakeaways } from './decided.measure.ts';
import { type Models, nameOf } from './names.ts';

const VERDICTS = {
  holds: prose`holds for both`,
  reversed: prose`**reversed**`,
  differs: prose`differs`,
  'only first': prose`only the first`,
  'only second': prose`only the second`,
  numbers: prose`two numbers`,
};

type Words = Parameters<typeof text>[0];

const sentence = (words: Words): Prose => (words === '' ? prose`–` : prose`${text(words)}`);

interface Pair {
  readonly first: Words;
  readonly second: Words;
}

/** The two columns in which both reports speak, each under its model's name. */
const sidesOf = ({ first, second }: Models) =>
  [
    [prose`${nameOf(first)}`, (pair: Pair) => sentence(pair.first)],
    [prose`${nameOf(second)}`, (pair: Pair) => sentence(pair.second)],
  ] as const;

export const chapterByChapter = section({
  id: 'chapter-by-chapter',
  title: prose`What does each chapter say of it?`,
  needs: { models: comparedReports, takeaways: comparedTakeaways },
  write({ models, takeaways }) {
    const sides = sidesOf(models);
    return [
      prose`${ref('headlines-pair')} sets the first result of each chapter side by side, and ${ref('takeaways-pair')} what the
        chapters say was measured on their model: of these, ${count(takeaways.counts.holds)} hold for both,
        ${count(takeaways.counts.reversed)} are reversed and ${count(takeaways.counts.differs)} differ otherwise; the
        rest are numbers.`,
      table({
        id: 'headlines-pair',
        caption: prose`The results with which the overview names each chapter.`,
        rows: models.headlines,
        columns: [['chapter', ({ chapter }) => count(chapter)], ...sides],
      }),
      curious(prose`The takeaways that were measured`, [
        table({
          id: 'takeaways-pair',
          caption: prose`What chapters say that this model showed.`,
          rows: takeaways.rows,
          columns: [
            ['chapter', ({ chapter }) => count(chapter)],
            ['verdict', ({ verdict }) => choose(verdict, VERDICTS)],
            ...sides,
          ],
        }),
      ]),
    ];
  },
});

export const everySentence = section({
  id: 'every-sentence',
  title: prose`Which sentences change?`,
  needs: { m: comparedSentences, models: comparedReports },
  write({ m, models }) {
    const sides = sidesOf(models);
    const reversed = m.changed.filter(({ verdict }) => verdict === 'reversed');
    const others = m.changed.filter(({ verdict }) => verdict !== 'reversed');
    return [
      prose`The reports are written by one program, which chooses many a sentence by its result. ${choose(
        m.allHold,
        {
          all: prose`All ${count(m.counts.all)} of them come out alike.`,
          'not all': prose`Of ${count(m.counts.all)}, ${count(m.counts.holds)} come out alike, ${count(m.counts.reversed)} are
          reversed, and ${count(m.counts.differs)} differ in another way (${ref('sentences-by-chapter')}): of these
          ${count(m.counts.only)} stand in one report alone, since another result led elsewhere.`,
        },
      )} Here no interval guards against luck; a sentence near its border may turn by itself.`,
      table({
        id: 'sentences-by-chapter',
        caption: prose`How many of the sentences that results choose come out alike.`,
        rows: m.chapters,
        columns: [
          ['chapter', ({ chapter }) => count(chapter)],
          ['chosen', ({ all }) => count(all)],
          ['hold', ({ holds }) => count(holds)],
          ['reversed', ({ reversed }) => count(reversed)],
          ['differ', ({ differs }) => count(differs)],
        ],
      }),
      ...(reversed.length === 0
        ? []
        : [
            prose`Which ones are reversed (${ref('sentences-reversed')})?`,
            table({
              id: 'sentences-reversed',
              caption: prose`By section. A sentence is reversed when the two results that it compares change places, or when
                it takes the other of two branches.`,
              rows: reversed,
              columns: [['section', ({ section: number }) => text(number)], ...sides],
            }),
          ]),
      ...(others.length === 0
        ? []
        : [
            curious(prose`The sentences that change in another way`, [
              table({
                id: 'sentences-changed',
                caption: prose`By section.`,
                rows: others,
                columns: [
                  ['section', ({ section: number }) => text(number)],
                  ['verdict', ({ verdict }) => choose(verdict, VERDICTS)],
                  ...sides,
                ],
              }),
            ]),
          ]),
      ...(m.holding.length === 0
        ? []
        : [
            curious(prose`The sentences that hold`, [
              table({
                id: 'sentences-holding',
                caption: prose`By section, with the numbers of each.`,
                rows: m.holding,
                columns: [['section', ({ section: number }) => text(number)], ...sides],
              }),
            ]),
          ]),
    ];
  },
});
