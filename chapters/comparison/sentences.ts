import { choose, curious, type Prose, prose, section, table } from '#report';
import { count, ref, text } from '#report/values';
import { comparedReports, comparedSentences, comparedTakeaways } from './decided.measure.ts';
import { type Models, nameOf } from './names.ts';

const VERDICTS = {
  alike: prose`the same branch`,
  turned: prose`**sides changed**`,
  differs: prose`another branch`,
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
  title: prose`What does each chapter say of the two?`,
  needs: { models: comparedReports, takeaways: comparedTakeaways },
  write({ models, takeaways }) {
    const sides = sidesOf(models);
    return [
      prose`${ref('headlines-pair')} has the first result of each chapter, and ${ref('takeaways-pair')} what the chapters say was
        measured. What is given per token (or in tokens, as the number of choices that would be as open) is not to be compared unless both cut texts alike
        (${ref('how-compared')}).`,
      table({
        id: 'headlines-pair',
        caption: prose`The result that stands beside each chapter in the overview.`,
        rows: models.headlines,
        columns: [['chapter', ({ chapter }) => count(chapter)], ...sides],
      }),
      curious(prose`The takeaways that were measured`, [
        table({
          id: 'takeaways-pair',
          caption: prose`What chapters say that this model showed. Results chose among branches, words prepared for each outcome: in
            ${count(takeaways.counts.alike)} takeaways always *the same branch* for both, in ${count(takeaways.counts.differs)} somewhere *another branch*;
            the rest are *numbers alone*. The same branch may hold different numbers.`,
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
      prose`One program writes both reports; many sentences have words prepared for each outcome, and the result chooses a branch. ${choose(
        m.allAlike,
        {
          all: prose`All ${count(m.counts.all)} such sentences have the same branch in both.`,
          'not all': prose`Of ${count(m.counts.all)} such sentences, ${count(m.counts.alike)} have *the same branch* in both,
          ${count(m.counts.differs)} *another* (${count(m.counts.only)} of them stand in one report alone), and in ${count(m.counts.turned)}
          the *sides changed*: the larger of two compared results is the smaller in the other report (${ref('sentences-by-chapter')}). Each
          is shown whole: its other words may differ, too.`,
        },
      )} No interval guards these against luck.`,
      table({
        id: 'sentences-by-chapter',
        caption: prose`How many sentences with a choice in them have the same branch in both reports. One with several choices counts once, as the one that differs most.`,
        rows: m.chapters,
        columns: [
          ['chapter', ({ chapter }) => count(chapter)],
          ['chosen', ({ all }) => count(all)],
          ['the same branch', ({ alike }) => count(alike)],
          ['sides changed', ({ turned: of }) => count(of)],
          ['another branch', ({ differs }) => count(differs)],
        ],
      }),
      ...(turned.length === 0
        ? []
        : [
            curious(prose`The sentences whose sides changed`, [
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
            curious(prose`The sentences with another branch`, [
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
            curious(prose`The sentences with the same branch`, [
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
