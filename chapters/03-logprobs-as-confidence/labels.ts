import { at } from '#numerics/list';
import { code, curious, figure, pitfall, table } from '#report/block';
import { choose } from '#report/claim';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, count, nats, percent, real, ref, term, text, token } from '#report/values';
import { ratingsPart } from './ratings-part.ts';
import { reviewLabels } from './review-labels.ts';
import { reviewRatings } from './review-ratings.ts';

export const labels = section({
  id: 'labels-and-ratings',
  title: prose`Labels and ratings`,
  needs: { m: reviewLabels, r: reviewRatings },
  write({ m, r }) {
    const [yesNo, sentiment] = [at(m.questions, 0), at(m.questions, 1)];
    const shifted = ({ shift }: typeof yesNo) =>
      prose`${choose(shift.verdict, {
        up: prose`clearly up`,
        down: prose`clearly down`,
        'no clear effect': prose`not clear`,
      })}: the share changes by ${real(shift.low, 'statistic')} to ${real(shift.high, 'statistic')}`;
    return [
      prose`
        Often no sentence is wanted at all. Put a text before the model, ask a question with two possible answers, and read the
        probability of “yes” from the prediction of the very next token: one call, and a number that one can sort by.
      `,
      prose`
        Which token is “yes”? There are several. After
        “${codeText(m.example)}” they get:
      `,
      table({
        id: 'label-forms',
        caption: prose`One prediction: the probability of each way to write the two labels that is a single token.`,
        rows: m.formRows,
        columns: [
          { head: prose`label`, cell: (row) => prose`${text(row.label)}` },
          { head: prose`token`, cell: (row) => prose`${token(row.form)}` },
          { head: prose`probability`, align: 'right', cell: (row) => prose`${percent(row.probability)}` },
        ],
      }),
      prose`
        What to see: forms of the same label exclude each other, so their probabilities add up; in log-space that is
        ${term('log-sum-exp')}. ${choose(m.likeliest.enough, {
          'nearly all': prose`In this prediction the sum hardly matters:`,
          'not all': prose`In this prediction the sum matters:`,
        })} ${token(m.likeliest.forms[0])} alone holds ${percent(m.likeliest.shares[0])} of its label,
        ${token(m.likeliest.forms[1])} ${percent(m.likeliest.shares[1])}. All forms of both labels hold
        ${percent(m.formsTotal)} of the prediction.
      `,
      curious(prose`The probability of a label as code`, [
        code('#chapters/03-logprobs-as-confidence/review-labels', 'label-probability'),
      ]),
      prose`
        Each of ${count(m.clear)} short reviews of our own, written for a rating of four or five (good) or of one or two (bad),
        was put before two questions. What counts is the difference of the two labels in nats, the *log-odds*: above zero the
        model says yes. ${ref('label-odds')} shows all of them. The wording of both questions was picked after trying several
        on these very reviews, so read the shares as an illustration, not as a forecast.
      `,
      figure({
        id: 'label-odds',
        caption: prose`
          The log-odds of every review under two questions. Circles: good reviews; crosses: bad ones. Dashed: zero; the
          long tick: what the model says when there is no review at all.
        `,
        alt: prose`
          Two strips. “${text(yesNo.name)}”: good reviews score above bad ones in ${percent(yesNo.auroc)} of pairs;
          “${text(sentiment.name)}”: in ${percent(sentiment.auroc)}. Without a review the log-odds are ${nats(yesNo.bias)}
          and ${nats(sentiment.bias)}.
        `,
        data: {
          rows: m.points.map((point) => ({ row: `${point.question}, ${point.verdict}`, ...point })),
          bias: m.questions.flatMap((question) =>
            ['good', 'bad'].map((verdict) => ({ row: `${question.name}, ${verdict}`, x: question.bias })),
          ),
          zero: [{ x: 0 }],
        },
        spec: {
          height: { step: 40 },
          layer: [
            {
              data: { name: 'zero' },
              mark: { type: 'rule', style: 'reference' },
              encoding: { x: { field: 'x', type: 'quantitative' } },
            },
            {
              data: { name: 'bias' },
              mark: { type: 'tick', color: '$ink', thickness: 3, size: 36 },
              encoding: {
                x: { field: 'x', type: 'quantitative' },
                y: { field: 'row', type: 'nominal', sort: null },
              },
            },
            {
              mark: { type: 'point', size: 50, strokeWidth: 1.5 },
              encoding: {
                x: {
                  field: 'logOdds',
                  type: 'quantitative',
                  title: 'log-odds of the positive label, in nats',
                },
                y: { field: 'row', type: 'nominal', sort: null, title: null, axis: { labelLimit: 240 } },
                color: {
                  field: 'verdict',
                  type: 'nominal',
                  legend: null,
                  scale: { domain: ['good', 'bad'], range: ['$teal', '$plum'] },
                },
                shape: {
                  field: 'verdict',
                  type: 'nominal',
                  legend: null,
                  scale: { domain: ['good', 'bad'], range: ['circle', 'cross'] },
                },
              },
            },
          ],
        },
      }),
      table({
        id: 'label-table',
        caption: prose`
          Two questions about the same reviews. One spelling: only the first of each label's forms, with a space and a capital.
        `,
        rows: m.questions,
        columns: [
          { head: prose`labels`, cell: (row) => prose`${text(row.name)}` },
          { head: prose`AUROC`, align: 'right', cell: (row) => prose`${real(row.auroc, 'statistic')}` },
          {
            head: prose`with one spelling`,
            align: 'right',
            cell: (row) => prose`${real(row.oneSpelling.auroc, 'statistic')}`,
          },
          {
            head: prose`right at zero`,
            align: 'right',
            cell: (row) => prose`${count(row.right)} of ${count(m.clear)}`,
          },
          {
            head: prose`with one spelling`,
            align: 'right',
            cell: (row) => prose`${count(row.oneSpelling.right)}`,
          },
          { head: prose`log-odds without a review`, align: 'right', cell: (row) => prose`${nats(row.bias)}` },
          {
            head: prose`right at that value`,
            align: 'right',
            cell: (row) => prose`${count(row.rightCorrected)}`,
          },
          {
            head: prose`right at a cut chosen on the others`,
            align: 'right',
            cell: (row) => prose`${count(row.rightOutOfSample)}`,
          },
          {
            head: prose`labels' share of the prediction`,
            align: 'right',
            cell: (row) => prose`${percent(row.mass)}`,
          },
        ],
      }),
      prose`
        What to see: *ordering* and *deciding* are two things. With “${text(yesNo.name)}” the good reviews stand above the bad
        ones in ${percent(yesNo.auroc)} of the pairs, with “${text(sentiment.name)}” in ${percent(sentiment.auroc)}. But zero is a poor place to
        cut. With no review at all the model already leans to one side: “${text(yesNo.name)}” stands at
        ${nats(yesNo.bias)}, a “yes” of ${percent(yesNo.biasProbability)}. Cutting at the empty value instead moves the right
        decisions from ${count(yesNo.right)} to ${count(yesNo.rightCorrected)} of ${count(m.clear)} for the first question
        (${shifted(yesNo)}), and from ${count(sentiment.right)} to ${count(sentiment.rightCorrected)} for the second
        (${shifted(sentiment)}). ${choose(m.shift, {
          'all clear': prose`Whether that is a gain must be seen for each question.`,
          'some clear': prose`An empty review is only a guess at the bias.`,
          'none clear': prose`So few reviews do not tell whether an empty review is a good guess at the bias.`,
        })} A cut chosen on labelled examples, for each review on all the others, gets ${count(yesNo.rightOutOfSample)}
        and ${count(sentiment.rightOutOfSample)} right.
      `,
      prose`
        A *rating* works the same way, with five labels. Here a good review got the higher expected rating in
        ${percent(r.auroc.estimate)} of pairs (${percent(r.auroc.low)} to ${percent(r.auroc.high)}): ${choose(
          r.auroc.verdict,
          {
            separates: prose`better than a coin.`,
            'does not': prose`that cannot be told from a coin.`,
          },
        )}
      `,
      ratingsPart(r),
      pitfall(prose`Labels that share their first token`, [
        prose`
          The answer “five”, written as a digit, is not one token here but ${join(
            r.pieces.map((piece) => prose`${token(piece)}`),
            prose` and `,
          )}: all five labels begin with the same token, a space. A program that reads only the first token of each label sees
          the same number, ${nats(r.shared)} for the first review, five times. Score the whole label.
        `,
      ]),
    ];
  },
});
