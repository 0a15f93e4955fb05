import { at } from '#numerics/list';
import { code, figure, pitfall, table } from '#report/block';
import { choose, claim } from '#report/claim';
import { join, prose } from '#report/prose';
import { section } from '#report/section';
import { codeText, count, given, math, nats, percent, real, ref, term, text, token } from '#report/values';
import { reviewLabels } from './review-labels.ts';
import { reviewRatings } from './review-ratings.ts';

export const labels = section({
  id: 'labels-and-ratings',
  title: prose`Labels and ratings`,
  needs: { m: reviewLabels, r: reviewRatings },
  write({ m, r }) {
    const [yesNo, sentiment] = [at(m.questions, 0), at(m.questions, 1)];
    const [low, high] = [at(r.byRating, 0), at(r.byRating, 4)];
    return [
      prose`
        The commonest use of log-probabilities asks for no sentence at all. Put a text before the model, ask a question with
        two possible answers, and read the probability of “yes” from the prediction of the very next token. One call, no
        sampling, and a number that one can sort by. This is how many classifiers and judges are made.
      `,
      prose`
        Which token is “yes”? There are several, and the model spreads its probability over them. After
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
        What to see: each label is spread over several tokens. Forms of the same label exclude each other, so their
        probabilities add up; in log-space that is ${term('log-sum-exp')}. Together all forms of both labels hold
        ${percent(m.formsTotal)} of the prediction; the rest would have gone to other words.
      `,
      code('#chapters/03-logprobs-as-confidence/review-labels', 'label-probability'),
      prose`
        ${count(m.clear)} short reviews of our own are clearly good or clearly bad. Each was put before two questions. What
        counts is the difference of the two labels in nats, the *log-odds*: above zero the model says yes.
        ${ref('label-odds')} shows all of them.
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
              mark: { type: 'tick', color: '$plum', thickness: 3, size: 36 },
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
                  scale: { domain: ['good', 'bad'], range: ['$blue', '$orange'] },
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
        caption: prose`Two questions about the same reviews.`,
        rows: m.questions,
        columns: [
          { head: prose`labels`, cell: (row) => prose`${text(row.name)}` },
          { head: prose`AUROC`, align: 'right', cell: (row) => prose`${real(row.auroc, 'statistic')}` },
          { head: prose`right at zero`, align: 'right', cell: (row) => prose`${percent(row.accuracy)}` },
          { head: prose`log-odds without a review`, align: 'right', cell: (row) => prose`${nats(row.bias)}` },
          {
            head: prose`right at that value`,
            align: 'right',
            cell: (row) => prose`${percent(row.corrected)}`,
          },
          {
            head: prose`labels' share of the prediction`,
            align: 'right',
            cell: (row) => prose`${percent(row.mass)}`,
          },
        ],
      }),
      prose`
        What to see: *ordering* and *deciding* are two things. With
        “${text(yesNo.name)}” the good reviews stand above the bad ones in ${percent(yesNo.auroc)} of the pairs, with
        “${text(sentiment.name)}” in ${percent(sentiment.auroc)}.
        ${choose(m.lead.verdict, {
          second: prose`The second order is the better one: a bootstrap of the difference leaves out zero.`,
          first: prose`The first order is the better one: a bootstrap of the difference leaves out zero.`,
          level: prose`So few reviews cannot tell the two apart.`,
        })} But zero is a poor place to cut. Shown no review at all, the model already leans to one side: “${text(yesNo.name)}”
        stands at ${nats(yesNo.bias)}, a “yes” of ${percent(yesNo.biasProbability)}. Cutting at the empty value instead moves
        the right decisions from ${count(yesNo.right)} to ${count(yesNo.rightCorrected)} of ${count(m.clear)} for the first
        question, and from ${count(sentiment.right)} to ${count(sentiment.rightCorrected)} for the second.
        ${choose(m.helps, {
          both: prose`Here that helps both.`,
          one: prose`It helps one and harms the other: an empty review is only a guess at the bias. A cut chosen on labelled
            examples is the sound way.`,
          neither: prose`It helps neither: an empty review is only a guess at the bias. A cut chosen on labelled examples is the
            sound way.`,
        })}
        The wording of both questions was picked after trying several on these very reviews, so read the shares as an
        illustration, not as a forecast.
      `,
      prose`
        A rating works the same way. Write “${codeText(r.prompt)}”, take the probabilities of the five answers and compute the
        *expected rating*, ${math`\sum_s s\,p(s)`}: a number between one and five, finer than the likeliest label.
        ${ref('expected-ratings')} compares it with the rating that we had in mind when we wrote the review.
      `,
      figure({
        id: 'expected-ratings',
        caption: prose`The expected rating of each review against the one it was written for; the long ticks are means.`,
        alt: prose`
          Five columns of points. Reviews written for ${given(low.rating)} have a mean expected rating of
          ${real(low.expected, 'probability')}, those for ${given(high.rating)} of ${real(high.expected, 'probability')}.
        `,
        data: {
          rows: r.rows.map((row) => ({ ...row })),
          means: r.byRating.map((row) => ({ ...row })),
        },
        spec: {
          height: 260,
          layer: [
            {
              data: { name: 'means' },
              mark: { type: 'tick', orient: 'horizontal', color: '$plum', thickness: 3, size: 44 },
              encoding: {
                x: { field: 'rating', type: 'ordinal', title: 'rating in mind' },
                y: { field: 'expected', type: 'quantitative' },
              },
            },
            {
              mark: { type: 'point', size: 50 },
              encoding: {
                x: { field: 'rating', type: 'ordinal', axis: { labelAngle: 0 } },
                y: {
                  field: 'expected',
                  type: 'quantitative',
                  title: 'expected rating',
                  scale: { domain: [1, 5], zero: false, nice: false },
                },
              },
            },
          ],
        },
      }),
      prose`
        ${claim({
          a: high.expected,
          b: low.expected,
          kind: 'probability',
          when: {
            greater: prose`What to see: the means move in the right direction, from ${real(low.expected, 'probability')} to
              ${real(high.expected, 'probability')}, far less than from one to five.`,
            less: prose`What to see: the means do not rise. The best reviews get ${real(high.expected, 'probability')}, the worst
              ${real(low.expected, 'probability')}. This model does not turn a review into a number.`,
            tooClose: prose`What to see: the means hardly move. This model does not turn a review into a number.`,
          },
        })}
        A good review has the higher expected rating in ${percent(r.auroc)} of the pairs of clear reviews, and
        with no review at all the model answers ${real(r.empty, 'probability')}. A number comes out in any case. Only labelled
        examples show whether it means anything.
      `,
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
