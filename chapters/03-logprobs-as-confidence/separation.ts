import { at } from '#numerics/list';
import { code, curious, figure, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { statisticOf } from '#report/kind';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, percent, real, ref, term, text } from '#report/values';
import { SMALLEST_GROUP, separationOfAnswers } from './separation.measure.ts';

export const separation = section({
  id: 'confidence-separation',
  title: prose`Is the model less sure where it is wrong?`,
  needs: { m: separationOfAnswers },
  write({ m }) {
    const [best, worst] = [at(m.relations, 0), at(m.relations, m.relations.length - 1)];
    return [
      prose`
        If confidence is to be of use, wrong answers must come with less of it than right ones. ${ref('right-and-wrong')}
        sorts the test items by confidence: right choices above the line, wrong ones below.
      `,
      figure({
        id: 'right-and-wrong',
        caption: prose`How many test items were right (upwards) and wrong (downwards) at each level of confidence.`,
        alt: prose`
          A histogram with two sides. ${count(m.right.n)} right choices have a mean confidence of ${percent(m.right.mean)},
          ${count(m.wrong.n)} wrong ones of ${percent(m.wrong.mean)}; wrong choices occur at high confidence, too.
        `,
        data: {
          rows: m.bars.map((bar) => ({ ...bar })),
          sides: [
            { y: 45, label: 'right' },
            { y: -15, label: 'wrong' },
          ],
        },
        spec: {
          height: 260,
          layer: [
            {
              mark: { type: 'rect', stroke: '$paper' },
              encoding: {
                x: {
                  field: 'low',
                  type: 'quantitative',
                  title: 'confidence',
                  axis: { format: '%' },
                  scale: { domain: [0.2, 1] },
                },
                x2: { field: 'high' },
                y: {
                  field: 'from',
                  type: 'quantitative',
                  title: 'number of items',
                  axis: { labelExpr: 'format(abs(datum.value), "d")' },
                },
                y2: { field: 'to' },
                color: {
                  field: 'outcome',
                  type: 'nominal',
                  scale: { domain: ['right', 'wrong'], range: ['$blue', '$orange'] },
                  legend: null,
                },
              },
            },
            {
              data: { name: 'sides' },
              mark: { type: 'text', style: 'annotation', align: 'left', dx: 6 },
              encoding: {
                x: { value: 0 },
                y: { field: 'y', type: 'quantitative' },
                text: { field: 'label', type: 'nominal' },
              },
            },
          ],
        },
      }),
      prose`
        What to see: right choices have a mean confidence of ${percent(m.right.mean)}, wrong ones of ${percent(m.wrong.mean)}. But
        wrong choices occur at high confidence, too.
      `,
      prose`
        How well are the two sides separated? Take a right and a wrong choice at random; how often has the right one more
        confidence? That is the ${term('AUROC')}: one half for a coin, one for a perfect separation; a tie counts one half. Over
        all ${count(m.pairs)} pairs it is ${real(m.auroc.estimate, 'statistic')}. Drawing the test items anew again and again (a
        ${term('bootstrap')}), it stays between ${real(m.auroc.low, 'statistic')} and ${real(m.auroc.high, 'statistic')} in
        nineteen of twenty draws. ${choose(m.verdict, {
          separates: prose`That lies above ${given(0.5)}: confidence does know something about being right.`,
          'does not': prose`That holds ${given(0.5)}: on these items, confidence cannot be told from a coin.`,
        })} Intervals of differences are made in the same way, with both sides from the same draw.
      `,
      prose`
        A part of that could be cheap: to separate easy relations from hard ones. Over the pairs whose two
        items come from one relation, the AUROC is ${real(m.within.estimate, 'statistic')}
        (${real(m.within.low, 'statistic')} to ${real(m.within.high, 'statistic')}). ${claim({
          a: best.auroc,
          b: worst.auroc,
          kind: statisticOf(SMALLEST_GROUP),
          when: {
            greater: prose`But the relations differ: ${real(best.auroc, 'statistic')} for “${text(best.about)}”,
              ${real(worst.auroc, 'statistic')} for “${text(worst.about)}”${choose(worst.verdict, {
                'does not': prose`, where confidence shows no sign of help (${ref('confident-and-wrong')} shows the mistakes behind it)`,
                separates: prose``,
              })}. Test it on your own kind of question.`,
            less: prose`The relations do not differ much.`,
            tooClose: prose`The relations do not differ much: ${real(best.auroc, 'statistic')} for “${text(best.about)}”,
              ${real(worst.auroc, 'statistic')} for “${text(worst.about)}”.`,
          },
        })}
      `,
      curious(prose`How well in each relation, and how is the AUROC computed?`, [
        prose`${ref('auroc-by-relation')} takes one relation at a time.`,
        table({
          id: 'auroc-by-relation',
          caption: prose`The AUROC of the confidence among the test items of one relation, with bootstrap intervals.`,
          rows: m.relations,
          columns: [
            { head: prose`relation`, cell: (row) => prose`${text(row.about)}` },
            { head: prose`right`, align: 'right', cell: (row) => prose`${count(row.right)}` },
            { head: prose`wrong`, align: 'right', cell: (row) => prose`${count(row.wrong)}` },
            { head: prose`AUROC`, align: 'right', cell: (row) => prose`${real(row.auroc, 'statistic')}` },
            { head: prose`from`, align: 'right', cell: (row) => prose`${real(row.low, 'statistic')}` },
            { head: prose`to`, align: 'right', cell: (row) => prose`${real(row.high, 'statistic')}` },
          ],
        }),
        prose`
          What to see: with so few items each interval is wide. Where only a handful were wrong it should be wider still: a
          bootstrap cannot know how much others would differ. ${choose(m.loss.verdict, {
            up: prose`Within a relation confidence separates less well than over all.`,
            down: prose`Within a relation confidence separates better than over all.`,
            'no clear effect': prose`Whether confidence separates within a relation as well as over all, these items do not tell.`,
          })}
        `,
        prose`
          To compute it, walk up from the lowest score; each right choice beats all the wrong ones passed so far, and half of
          those tied with it:
        `,
        code('#numerics/auroc', 'auroc'),
      ]),
    ];
  },
});
