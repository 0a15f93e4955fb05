import { at } from '#numerics/list';
import {
  type Block,
  choose,
  claim,
  curious,
  figure,
  join,
  layout,
  pitfall,
  prose,
  type Quantity,
  type Seen,
} from '#report';
import * as mark from '#report/marks';
import { codeText, count, given, math, nats, real, ref, token } from '#report/values';
import type { reviewRatings } from './review-ratings.measure.ts';
import { againstCoin } from './shared.ts';

export function ratingsPart(r: Seen<typeof reviewRatings>): Block {
  const [low, high] = [at(r.byRating, 0), at(r.byRating, 4)];
  const groups = r.byRating.map(({ rating, n }) => prose`${given(rating)} (n = ${count(n)})`);
  const groupOf = (rating: Quantity) => layout([rating], (value) => at(groups, value - 1));
  const risesEverywhere = layout(
    r.byRating.map(({ expected }) => expected),
    (...means) => means.every((mean, i) => i === 0 || mean > at(means, i - 1)),
  );
  const noOrder = againstCoin(
    r.auroc.verdict,
    {
      'does not': prose` Asked in these words, this model's numbers do not tell good reviews from bad ones.`,
      separates: prose``,
      reversed: prose``,
    },
    prose``,
  );
  return curious(prose`Can the model rate a text from one to five?`, [
    prose`Write “${codeText(r.prompt)}”, take the probabilities of the five answers, divide each by their sum,
      and compute the *expected rating* from these shares, ${math`\sum_s s\,p(s)`}: a number between one and
      five, finer than the likeliest label. ${ref('expected-ratings')} compares it with the rating that we had
      in mind when we wrote the review, for all ${count(r.n)} of them: four more than above were written for a
      rating of three.`,
    figure({
      id: 'expected-ratings',
      caption: prose`The expected rating of each review (points) against the one it was written for; the long
        ticks are means. Shifts to the side inside a column mean nothing.`,
      alt: prose`Five columns of points. Reviews written for ${given(low.rating)} have a mean expected rating
        of ${real(low.expected)}, those for ${given(high.rating)} of ${real(high.expected)}.`,
      data: {
        rows: r.rows.map((row) => ({ ...row, group: groupOf(row.rating) })),
        means: r.byRating.map((row) => ({ ...row, group: groupOf(row.rating) })),
      },
      spec: {
        height: 260,
        layer: [
          mark.tick(
            {
              x: { field: 'group', type: 'ordinal', title: 'rating in mind (number of reviews)' },
              y: 'expected',
            },
            { data: 'means', orient: 'horizontal', color: '$plum', thickness: 3, size: 44 },
          ),
          mark.dots(
            {
              x: { field: 'group', type: 'ordinal', axis: { labelAngle: 0 } },
              xOffset: { field: 'place', type: 'ordinal' },
              y: mark.q('expected', {
                title: 'expected rating',
                scale: { domain: [1, 5], zero: false, nice: false },
              }),
            },
            { size: 45, opacity: 0.6, color: '$blue' },
          ),
        ],
      },
    }),
    prose`${claim(high.expected, low.expected, {
      greater: prose`What to see: the means ${choose(
        layout([r.auroc.low], (bound) => (bound > 0.5 ? 'clear' : 'not clear')),
        {
          clear: prose`rise${risesEverywhere ? prose`` : prose` on the whole`} from the worst reviews to the best`,
          'not clear': prose`do not clearly rise`,
        },
      )}, from ${real(low.expected)} to ${real(high.expected)}${choose(r.span, {
        narrow: prose`, far less than from one to five.`,
        wide: prose`.`,
      })}`,
      less: prose`What to see: the best reviews get no more than the worst, ${real(high.expected)} and
        ${real(low.expected)} on average.${noOrder}`,
      tooClose: prose`What to see: the best reviews get about as much as the worst, ${real(high.expected)} on
        average.${noOrder}`,
    })} With “${codeText(r.emptyText)}” in place of the review the model answers ${real(r.empty)}. A number
      comes out in any case. Only labelled examples show whether it means anything.`,
    pitfall(prose`Labels that share their first token`, [
      prose`The answer “five”, written as a digit, ${choose(r.opening, {
        'their own': prose`is here ${join(r.pieces.map(token), prose` and `)}, and each label begins with a token
          of its own. In other vocabularies all five begin with the same token, a space. A program that reads
          only the first token of each label sees the same number five times.`,
        'a space': prose`is not one token here but ${join(r.pieces.map(token), prose` and `)}: all five labels
          begin with the same token, a space. A program that reads only the first token of each label sees the
          same number, ${nats(r.shared)} for the first review, five times.`,
        another: prose`is not one token here but ${join(r.pieces.map(token), prose` and `)}: all five labels
          begin with the same token. A program that reads only the first token of each label sees the same
          number, ${nats(r.shared)} for the first review, five times.`,
      })} Score the whole label.`,
    ]),
  ]);
}
