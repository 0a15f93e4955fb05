import { choose, claim, code, curious, figure, layout, prose, type Seen, section, table } from '#report';
import * as mark from '#report/marks';
import { count, given, percent, real, ref, term, text } from '#report/values';
import { separationOfAnswers } from './separation.measure.ts';
import { againstCoin, fromTo, orNone, rangeInBrackets, scaled, shareAxis } from './shared.ts';

type Relation = Seen<typeof separationOfAnswers>['relations'][number];
type Ends = Relation['low'];

/** Whether the interval of each holds the value of the other. */
const mayBeEqual = (best: Relation, worst: Relation) =>
  layout(
    [best.low, worst.auroc, best.auroc, worst.high],
    (low, lower, higher, high) => low <= lower && higher <= high,
  );

export const separation = section({
  id: 'confidence-separation',
  title: prose`Is the model less sure where it is wrong?`,
  needs: { m: separationOfAnswers },
  write({ m }) {
    const rated = m.relations.filter(
      ({ auroc, right, wrong }) =>
        auroc !== null && layout([right, wrong], (...sides) => Math.min(...sides) > 2),
    );
    const [best, worst] = [rated[0], rated.at(-1)];
    const sides =
      m.right.mean === null
        ? prose`no choice is right; the wrong ones have a mean confidence of ${percent(m.wrong.mean ?? undefined)}.`
        : m.wrong.mean === null
          ? prose`no choice is wrong; the right ones have a mean confidence of ${percent(m.right.mean)}.`
          : prose`right choices have a mean confidence of ${percent(m.right.mean)}, wrong ones of
              ${percent(m.wrong.mean)}.`;
    const isSurer = layout([m.right.mean, m.wrong.mean], (right, wrong) => right > wrong);
    const { estimate, low, high } = m.auroc;
    const tooFew =
      best?.auroc && worst?.auroc
        ? prose`So few items do not tell whether the relations differ: ${real(best.auroc)} for “${text(best.about)}”,
            ${real(worst.auroc)} for “${text(worst.about)}”.`
        : prose``;
    const cheap = prose`A part of that could be cheap: to separate easy relations from hard ones.`;
    const mixed = prose`Such a number mixes easy relations with hard ones.`;
    return [
      prose`If confidence is to be of use, wrong answers must come with less of it than right ones.
        ${ref('right-and-wrong')} sorts the test items by confidence: right choices above the line, wrong ones
        below.`,
      figure({
        id: 'right-and-wrong',
        caption: prose`How many test items were right (upwards) and wrong (downwards) at each level of
          confidence.`,
        alt:
          m.right.mean === null || m.wrong.mean === null
            ? prose`A histogram of ${count(m.right.n)} right and ${count(m.wrong.n)} wrong choices: ${sides}`
            : prose`A histogram with two sides. ${count(m.right.n)} right choices have a mean confidence of
                ${percent(m.right.mean)}, ${count(m.wrong.n)} wrong ones of
                ${percent(m.wrong.mean)}${choose(m.high, {
                  'wrong ones, too': prose`; wrong choices occur at high confidence, too.`,
                  'right ones only': prose`.`,
                })}`,
        data: {
          rows: m.bars,
          sides: [
            { y: given(45), label: 'right' },
            { y: given(-15), label: 'wrong' },
          ],
        },
        spec: {
          height: 260,
          layer: [
            mark.rect(
              {
                x: shareAxis('low', 'confidence', [0.2, 1]),
                x2: { field: 'high' },
                y: mark.q('from', {
                  title: 'number of items',
                  axis: { labelExpr: 'format(abs(datum.value), "d")' },
                }),
                y2: { field: 'to' },
                color: scaled('outcome', { right: '$blue', wrong: '$orange' }, { legend: null }),
              },
              { stroke: '$paper' },
            ),
            mark.annotation(
              { x: { value: 0 }, y: 'y', text: 'label' },
              { data: 'sides', align: 'left', dx: 6 },
            ),
          ],
        },
      }),
      prose`What to see: ${sides}${choose(m.high, {
        'wrong ones, too': isSurer
          ? prose` But wrong choices occur at high confidence, too.`
          : prose` Wrong choices occur at high confidence, too.`,
        'right ones only': prose``,
      })}`,
      prose`How well are the two sides separated? Take a right and a wrong choice at random; how often has the
        right one more confidence? That is the ${term('AUROC')}: one half for a coin, one for a perfect
        separation; a tie counts one half. ${
          estimate === null
            ? prose`Here there is no such pair, and so no AUROC. Where other parts of this chapter would give one
                for these choices, they say so.`
            : prose`Over all ${count(m.pairs)} pairs it is ${real(estimate)}.`
        }
        ${
          low === null || high === null
            ? prose``
            : prose`Drawing the test items anew again and again (a ${term('bootstrap')}), it stays between
                ${real(low)} and ${real(high)} in nineteen of twenty draws.`
        } ${againstCoin(m.verdict, {
          separates: prose`That lies above ${given(0.5)}: ${choose(m.ties, {
            few: prose`confidence does know something about being right.`,
            many: prose`but ties, which count as wrong, have little confidence by themselves.`,
          })}`,
          'does not': prose`That holds ${given(0.5)}: on these items, confidence cannot be told from a coin.`,
          reversed: prose`That lies below ${given(0.5)}: on these items, wrong choices have the higher confidence.`,
        })} Intervals of differences are made in the same way, with both sides from the same draw.`,
      ...(m.within.estimate === null
        ? []
        : [
            prose`${againstCoin(m.verdict, { separates: cheap, 'does not': mixed, reversed: mixed }, mixed)} Over
        the pairs whose two items come from one relation, the AUROC is ${real(m.within.estimate)}${rangeInBrackets(m.within)}.
        ${
          best && worst && best !== worst && best.auroc !== null && worst.auroc !== null
            ? claim(best.auroc, worst.auroc, {
                greater: mayBeEqual(best, worst)
                  ? tooFew
                  : prose`But the relations differ: ${real(best.auroc)} for “${text(best.about)}”,
            ${real(worst.auroc)} for “${text(worst.about)}”${againstCoin(
              worst.verdict,
              {
                'does not': prose`, where confidence shows no sign of help${choose(worst.surestWrong, {
                  shown: prose` (${ref('confident-and-wrong')}
                  shows the mistakes behind it)`,
                  'not shown': prose``,
                })}`,
                separates: prose``,
                reversed: prose`, where wrong choices have the higher confidence`,
              },
              prose``,
            )}. Test it on your own kind of question.`,
                less: prose`The relations do not differ much.`,
                tooClose: tooFew,
              })
            : prose``
        }`,
          ]),
      curious(prose`How well in each relation, and how is the AUROC computed?`, [
        prose`${ref('auroc-by-relation')} takes one relation at a time.`,
        table({
          id: 'auroc-by-relation',
          caption: prose`The AUROC of the confidence among the test items of one relation, with bootstrap
            intervals.`,
          rows: m.relations,
          columns: [
            ['relation', (row) => text(row.about)],
            ['right', (row) => count(row.right)],
            ['wrong', (row) => count(row.wrong)],
            ['AUROC', (row) => orNone(real, row.auroc)],
            ...fromTo((end: Ends) => orNone(real, end)),
          ],
        }),
        prose`What to see: with so few items most intervals are wide. Where only a handful were right, or
          wrong, it should be wider still: a bootstrap cannot know how much others would differ. ${choose(
            m.loss.verdict,
            {
              up: prose`Within a relation confidence on the whole separates less well than over all.`,
              down: prose`Within a relation confidence on the whole separates better than over all.`,
              'no clear effect': prose`Whether confidence separates within a relation as well as over all, these
              items do not tell.`,
            },
          )}`,
        prose`To compute it, walk up from the lowest score; each right choice beats all the wrong ones passed
          so far, and half of those tied with it:`,
        code('#numerics/auroc', 'auroc'),
      ]),
    ];
  },
});
