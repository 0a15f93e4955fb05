import { at } from '#numerics/list';
import { type Block, curious, figure, pitfall } from '#report/block';
import { claim } from '#report/claim';
import type { OutputsOf } from '#report/measurement';
import { join, prose } from '#report/prose';
import { codeText, count, given, math, nats, real, ref, token } from '#report/values';
import type { reviewRatings } from './review-ratings.measure.ts';

/** Folded: a rating from one to five, expected over the probabilities of the five answers. */
export function ratingsPart(r: OutputsOf<{ r: typeof reviewRatings }>['r']): Block {
  const [low, high] = [at(r.byRating, 0), at(r.byRating, 4)];
  const nameOf = (rating: number) => {
    const n = r.byRating.find((row) => row.rating === rating)?.n;
    return `${rating} (n = ${n})`;
  };
  return curious(prose`Can the model rate a text from one to five?`, [
    prose`
        Write “${codeText(r.prompt)}”, take the probabilities of the five answers, divide each by their
        sum, and compute the *expected rating* from these shares, ${math`\sum_s s\,p(s)`}: a number between one and five, finer than the likeliest label.
        ${ref('expected-ratings')} compares it with the rating that we had in mind when we wrote the review, for all
        ${count(r.n)} of them: four more than above were written for a rating of three.
      `,
    figure({
      id: 'expected-ratings',
      caption: prose`
          The expected rating of each review (points) against the one it was written for; the long ticks are means. Shifts to
          the side inside a column mean nothing.
        `,
      alt: prose`
          Five columns of points. Reviews written for ${given(low.rating)} have a mean expected rating of
          ${real(low.expected, 'probability')}, those for ${given(high.rating)} of ${real(high.expected, 'probability')}.
        `,
      data: {
        rows: r.rows.map((row) => ({ ...row, group: nameOf(row.rating) })),
        means: r.byRating.map((row) => ({ ...row, group: nameOf(row.rating) })),
      },
      spec: {
        height: 260,
        layer: [
          {
            data: { name: 'means' },
            mark: { type: 'tick', orient: 'horizontal', color: '$plum', thickness: 3, size: 44 },
            encoding: {
              x: { field: 'group', type: 'ordinal', title: 'rating in mind (number of reviews)' },
              y: { field: 'expected', type: 'quantitative' },
            },
          },
          {
            mark: { type: 'point', size: 45, filled: true, opacity: 0.6, color: '$blue' },
            encoding: {
              x: { field: 'group', type: 'ordinal', axis: { labelAngle: 0 } },
              xOffset: { field: 'place', type: 'ordinal' },
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
              ${real(low.expected, 'probability')}. Asked in these words, this model does not turn a review into a number.`,
            tooClose: prose`What to see: the means hardly move. Asked in these words, this model does not turn a review into a number.`,
          },
        })}
        With “${codeText(r.emptyText)}” in place of the review the model answers ${real(r.empty, 'probability')}. A number comes
        out in any case. Only labelled examples show whether it means anything.
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
  ]);
}
