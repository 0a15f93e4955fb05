import { at } from '#numerics/list';
import {
  choose,
  code,
  curious,
  figure,
  join,
  layout,
  list,
  type Prose,
  prose,
  section,
  table,
  type ValuePart,
} from '#report';
import * as mark from '#report/marks';
import { codeText, count, given, nats, percent, real, ref, term, text, token } from '#report/values';
import { ratingsPart } from './ratings.ts';
import { reviewLabels } from './review-labels.measure.ts';
import { reviewRatings } from './review-ratings.measure.ts';
import { againstCoin, byName, orNoChange, orNone, rangeInBrackets, signTest } from './shared.ts';

const CLARITY = {
  up: prose`, a clear gain`,
  down: prose`, a clear loss`,
  'no clear effect': prose`, which is not clear`,
  none: prose``,
};

/** The name of a strip, short enough for a phone. */
const rowName = (question: string, verdict: string) =>
  `${question.replace('positive', 'pos.').replace('negative', 'neg.')}, ${verdict}`;

export const labels = section({
  id: 'labels-and-ratings',
  title: prose`Labels and ratings`,
  needs: { m: reviewLabels, r: reviewRatings },
  write({ m, r }) {
    const [yesNo, sentiment] = [at(m.questions, 0), at(m.questions, 1)];
    const row = (name: Prose, cell: (question: typeof yesNo) => ValuePart) => ({ name, cell });
    const changes = ({ gained, lost, p }: typeof yesNo.shift) => {
      const decisions = choose(
        layout([gained], (n) => (n === 1 ? 'one' : 'several')),
        { one: prose`decision becomes`, several: prose`decisions become` },
      );
      return choose(orNoChange('some', gained, lost), {
        some: prose`${count(gained)} ${decisions} right and ${count(lost)} wrong (${signTest(p)})`,
        none: prose`not one decision changes`,
      });
    };
    const shifted = ({ shift }: typeof yesNo) =>
      prose`${changes(shift)}${choose(orNoChange(shift.verdict, shift.gained, shift.lost), CLARITY)}`;
    const oneSided = m.questions
      .filter((question) => question.labels === 'all the same')
      .map(({ name }) => prose`“${text(name)}”`);
    return [
      prose`Often no sentence is wanted at all. Put a text before the model, ask for one of two labels, and
        read their probabilities ${choose(m.forms, {
          tokens: prose`from the prediction of the very next token: one call, and a number that one can sort by.`,
          words: prose`there: a number that one can sort by. (One call is enough where each label is one token;
            in this vocabulary they are several, and each was scored.)`,
        })} A label may be written in several ways,
        ${join(
          m.formRows
            .filter(({ label }) => label === 'yes')
            .slice(0, 3)
            .map(({ form }) => token(form)),
        )}; they exclude each other, so their
        probabilities add up.`,
      prose`Each of ${count(m.clear)} short reviews of our own, ${count(m.good)} of them good, was scored
        twice, with one of two prompts after it: “${codeText(yesNo.after)}” (yes or no) or
        “${codeText(sentiment.after)}” (positive or negative). What counts is the difference of the two labels
        in nats, the *log-odds*: above zero the model says yes, or positive. The prompts were picked after
        trying several on these very reviews with the model that comes with this project, so read
        ${ref('label-odds')} as an illustration, not as a forecast.`,
      figure({
        id: 'label-odds',
        caption: prose`The log-odds of every review with two prompts. Circles: good reviews; crosses: bad
          ones; their small shifts up and down mean nothing. Dashed: zero; the long tick: with
          “${text(m.empty)}” in place of the review.`,
        alt: prose`Two pairs of strips. The AUROC of good reviews over bad ones is ${real(yesNo.auroc)} for
          “${text(yesNo.name)}” and ${real(sentiment.auroc)} for “${text(sentiment.name)}”. With
          “${text(m.empty)}” in place of the review the log-odds are ${nats(yesNo.bias)} and
          ${nats(sentiment.bias)}.`,
        data: {
          rows: m.points.map((point) => ({ row: rowName(point.question, point.verdict), ...point })),
          bias: m.questions.flatMap((question) =>
            ['good', 'bad'].map((verdict) => ({ row: rowName(question.name, verdict), x: question.bias })),
          ),
          zero: [{ x: given(0) }],
        },
        spec: {
          height: { step: 58, for: 'position' },
          layer: [
            mark.reference({ x: 'x' }, { data: 'zero' }),
            mark.tick(
              { x: 'x', y: mark.n('row', { sort: null }) },
              { data: 'bias', color: '$ink', thickness: 3, size: 46 },
            ),
            mark.points(
              {
                x: mark.q('logOdds', { title: 'log-odds of the positive label, in nats' }),
                y: mark.n('row', { sort: null, title: null, axis: { labelLimit: 240 } }),
                yOffset: { field: 'lane', type: 'ordinal' },
                ...byName(
                  'verdict',
                  { good: ['$teal', 'circle'], bad: ['$plum', 'cross'] },
                  { legend: null },
                ),
              },
              { size: 50, strokeWidth: 1.5 },
            ),
          ],
        },
      }),
      prose`What to see: *ordering* and *deciding* are two things. ${choose(m.order, {
        'good above bad': prose`With “${text(yesNo.name)}” the good reviews
        stand above the bad ones with an AUROC of ${real(yesNo.auroc)}, with “${text(sentiment.name)}” of
        ${real(sentiment.auroc)}.`,
        not: prose`The AUROC of good reviews over bad ones is ${real(yesNo.auroc)} with “${text(yesNo.name)}” and
          ${real(sentiment.auroc)} with “${text(sentiment.name)}”; one half is no order at all, and below it the bad ones stand higher.`,
      })} ${choose(m.cutHelps, {
        yes: prose`But zero is not a natural cut: there,`,
        no: prose`And zero is only one of many cuts: there,`,
      })} ${count(yesNo.right)} and
        ${count(sentiment.right)} of ${count(m.clear)} are decided rightly; at a cut chosen on labelled
        examples, for each review on all the others, ${count(yesNo.rightOutOfSample)} and
        ${count(sentiment.rightOutOfSample)}.${
          oneSided.length > 0
            ? prose` (At zero all reviews get the same label with ${list(oneSided)}.)`
            : prose``
        }`,
      curious(prose`Which spellings are there, and does adding them up help?`, [
        prose`After “${codeText(m.example)}” the spellings${choose(m.forms, {
          tokens: prose` that are a single token`,
          words: prose`, of several tokens in this vocabulary,`,
        })} get the probabilities of
          ${ref('label-forms')}.`,
        table({
          id: 'label-forms',
          caption: prose`One prediction: the probability of each way to write the two labels${choose(
            m.forms,
            {
              tokens: prose` that is a single token`,
              words: prose``,
            },
          )}.`,
          rows: m.formRows,
          columns: [
            ['label', (form) => text(form.label)],
            ['spelling', (form) => token(form.form)],
            ['probability', (form) => percent(form.probability)],
          ],
        }),
        prose`What to see: ${choose(m.likeliest.enough, {
          'nearly all': prose`in this prediction the sum hardly matters:`,
          'not all': prose`in this prediction the sum matters:`,
        })} ${token(m.likeliest.forms[0])} alone holds ${percent(m.likeliest.shares[0])} of its label,
          ${token(m.likeliest.forms[1])} ${percent(m.likeliest.shares[1])}. All forms of both labels hold
          ${percent(m.formsTotal)} of the prediction. In log-space, adding up is ${term('log-sum-exp')}:`,
        code('#chapters/03-logprobs-as-confidence/review-labels.measure', 'label-probability'),
        prose`Over all reviews, the first spelling alone gets ${count(yesNo.oneSpelling.right)} and
          ${count(sentiment.oneSpelling.right)} right at zero, all of them ${count(yesNo.right)} and
          ${count(sentiment.right)} (${ref('label-table')}). ${choose(m.spellings, {
            'none clear': prose`Adding up spellings is the correct sum, but here it makes no clear difference with either prompt.`,
            'some clear': prose`Adding up spellings is the correct sum, and it made a difference for at least
              one prompt.`,
            'all up': prose`Adding up spellings is the correct sum, and it helped.`,
            'all clear': prose`Adding up spellings is the correct sum, and it made a difference.`,
          })}`,
        table({
          id: 'label-table',
          caption: prose`The same ${count(m.clear)} reviews with two prompts. One spelling: only the first
            form of each label${choose(m.firstForms, {
              'space and capital': prose`, with a space and a capital.`,
              other: prose`.`,
            })}`,
          rows: [
            row(prose`AUROC, all spellings`, ({ auroc }) => real(auroc)),
            row(prose`AUROC, one spelling`, ({ oneSpelling }) => real(oneSpelling.auroc)),
            row(prose`right at zero, all spellings`, ({ right }) => count(right)),
            row(prose`right at zero, one spelling`, ({ oneSpelling }) => count(oneSpelling.right)),
            row(prose`right at a cut chosen on the others`, (one) => count(one.rightOutOfSample)),
            row(prose`log-odds with “${text(m.empty)}” in place of the review`, ({ bias }) => nats(bias)),
            row(prose`right at that value`, ({ rightCorrected }) => count(rightCorrected)),
            row(prose`both labels' share of the prediction, on average`, ({ mass }) => percent(mass)),
          ],
          columns: [
            ['what', ({ name }) => name],
            [prose`${text(yesNo.name)}`, ({ cell }) => cell(yesNo)],
            [prose`${text(sentiment.name)}`, ({ cell }) => cell(sentiment)],
          ],
        }),
        prose`What to see: ${choose(m.cut, {
          'all up': prose`the cut matters. From`,
          'all clear': prose`the cut matters. From`,
          'some clear': prose`the cut matters. From`,
          'none clear': prose`from`,
        })} zero to the chosen cut, with “${text(yesNo.name)}”
          ${changes(yesNo.cut)}; with “${text(sentiment.name)}” ${changes(sentiment.cut)}. ${choose(m.cut, {
            'all up': prose`Both are clear gains.`,
            'all clear':
              yesNo.cut.verdict === sentiment.cut.verdict
                ? prose`Both are clear losses: a cut chosen on a few examples can do worse than zero.`
                : prose`Both are clear, and not both are gains.`,
            'some clear': prose`Not both are clear changes.`,
            'none clear': prose`Neither is a clear change.`,
          })} And after “${codeText(sentiment.after)}” both labels together hold ${percent(sentiment.mass)} of
          the prediction, on average: the log-odds compare two answers, however likely either was.`,
      ]),
      curious(prose`Can an empty text tell where to cut?`, [
        prose`With “${text(m.empty)}” in place of the review the model ${choose(m.lean, {
          'to one side': prose`already leans to one side`,
          'to none': prose`leans to neither side with the first prompt`,
        })}:
          “${text(yesNo.name)}” stands at ${nats(yesNo.bias)}, a “yes” of ${percent(yesNo.biasProbability)}.
          So cut there instead of at zero? For the first prompt ${count(yesNo.right)} decisions are right with the
          cut at zero, ${count(yesNo.rightCorrected)} with the cut there: ${shifted(yesNo)}. For the second it is
          ${count(sentiment.right)} and ${count(sentiment.rightCorrected)}: ${shifted(sentiment)}.
          ${choose(m.shift, {
            'all up': prose`Here the empty text told.`,
            'all clear': prose`An empty text is only a guess at the bias.`,
            'some clear': prose`An empty text is only a guess at the bias.`,
            'none clear': prose`So few reviews do not tell whether an empty text is a good guess at the
              bias.`,
          })}`,
      ]),
      prose`A *rating* works the same way, with five labels. Ratings of good reviews
        against those of bad ones have an AUROC of ${orNone(real, r.auroc.estimate)}${rangeInBrackets(r.auroc)}:
        ${againstCoin(r.auroc.verdict, {
          separates: prose`better than a coin.`,
          'does not': prose`that cannot be told from a coin.`,
          reversed: prose`worse than a coin.`,
        })}`,
      ratingsPart(r),
    ];
  },
});
