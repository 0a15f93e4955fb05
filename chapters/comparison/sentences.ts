import { choose, curious, type Prose, prose, section, table } from '#report';
import { count, ref, text } from '#report/values';
import { comparedReports, comparedSentences, comparedTakeaways } from './decided.measure.ts';
import { type Models, nameOf } from './names.ts';

const VERDICTS = {
  alike: prose`same words`,
  turned: prose`**turned round**`,
  differs: prose`other words`,
  'only first': prose`only the first`,
  'only second': prose`only the second`,
  numbers: prose`numbers alone`,
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
      prose`${ref('headlines-pair')} has the first result of each chapter, and ${ref('takeaways-pair')} what the chapters say was
        measured: in *same words* for both ${count(takeaways.counts.alike)}, in *other words* ${count(takeaways.counts.differs)},
        *turned round* ${count(takeaways.counts.turned)}; the rest are numbers in a fixed sentence. Same words may hold different numbers.`,
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
    const turned = m.changed.filter(({ verdict }) => verdict === 'turned');
    const others = m.changed.filter(({ verdict }) => verdict !== 'turned');
    return [
      prose`One program writes both reports and chooses many a sentence by its result. ${choose(m.allAlike, {
        all: prose`All ${count(m.counts.all)} come out alike.`,
        'not all': prose`Of ${count(m.counts.all)}, ${count(m.counts.alike)} come out alike, ${count(m.counts.differs)} in other words
          (${count(m.counts.only)} of them in one report alone), and ${count(m.counts.turned)} turned round: the other of two results is
          the larger (${ref('sentences-by-chapter')}).`,
      })} None of this is a finding, since no interval guards against luck.`,
      table({
        id: 'sentences-by-chapter',
        caption: prose`How many of the sentences that results choose come out alike.`,
        rows: m.chapters,
        columns: [
          ['chapter', ({ chapter }) => count(chapter)],
          ['chosen', ({ all }) => count(all)],
          ['alike', ({ alike }) => count(alike)],
          ['turned round', ({ turned: of }) => count(of)],
          ['other words', ({ differs }) => count(differs)],
        ],
      }),
      ...(turned.length === 0
        ? []
        : [
            curious(prose`The sentences that are turned round`, [
              table({
                id: 'sentences-turned',
                caption: prose`By section.`,
                rows: turned,
                columns: [['section', ({ section: number }) => text(number)], ...sides],
              }),
            ]),
          ]),
      ...(others.length === 0
        ? []
        : [
            curious(prose`The sentences in other words`, [
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
      ...(m.alike.length === 0
        ? []
        : [
            curious(prose`The sentences that are alike`, [
              table({
                id: 'sentences-alike',
                caption: prose`By section, with the numbers of each.`,
                rows: m.alike,
                columns: [['section', ({ section: number }) => text(number)], ...sides],
              }),
            ]),
          ]),
    ];
  },
});
