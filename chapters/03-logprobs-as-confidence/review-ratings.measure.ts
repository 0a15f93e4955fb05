import { auroc } from '#numerics/auroc';
import { clusteredBootstrapInterval } from '#numerics/clustered-bootstrap';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { softmax } from '#numerics/softmax';
import { mean } from '#numerics/sum';
import { measurement } from '#report/measurement';
import { NO_REVIEW, promptFor, REVIEW_STATISTIC } from './review-labels.measure.ts';
import { REVIEWS_FILE, readReviews } from './reviews.ts';
import { AUROC_BOOTSTRAP, separates } from './separation.measure.ts';

const RATING = 'Rating from 1 to 5:';
const RATINGS = [1, 2, 3, 4, 5];
/** Where a figure sets the points of one rating side by side: the first in the middle, then left and right of it. */
function placeOf(earlier: number): number {
  return earlier % 2 === 0 ? 0 - earlier / 2 : (earlier + 1) / 2;
}

export const reviewRatings = measurement({
  id: 'review-ratings',
  data: { reviews: REVIEWS_FILE },
  kinds: {
    prompt: 'exact',
    pieces: 'exact',
    n: 'exact',
    rows: { rating: 'exact', expected: 'probability', review: 'exact', place: 'exact' },
    byRating: { rating: 'exact', n: 'exact', expected: 'probability' },
    auroc: { estimate: REVIEW_STATISTIC, low: REVIEW_STATISTIC, high: REVIEW_STATISTIC, verdict: 'exact' },
    empty: 'probability',
    emptyText: 'exact',
    shared: 'nats',
  },
  async measure({ lm, data }) {
    const reviews = readReviews(data.reviews);
    const continuations = RATINGS.map((rating) => lm.encode(` ${rating}`));
    const choices = await lm.scoreChoices(
      [NO_REVIEW, ...reviews.map(({ text }) => text)].map((text) => ({
        context: lm.encode(promptFor(text, RATING)),
        continuations,
      })),
    );
    const expectedRatings = choices.map(({ scores }) =>
      softmax(scores.map(({ total }) => total)).reduce((sum, p, i) => sum + p * at(RATINGS, i), 0),
    );
    const [empty, ...expected] = expectedRatings;
    const rows = reviews.map(({ id, rating }, i) => ({
      review: id,
      rating,
      expected: at(expected, i),
      place: placeOf(reviews.slice(0, i).filter((earlier) => earlier.rating === rating).length),
    }));
    const clear = reviews
      .map(({ id, good }, i) => ({ id, good, value: at(expected, i) }))
      .filter(({ good }) => good !== null);
    const area = clusteredBootstrapInterval({
      rows: clear,
      clusterOf: ({ id }) => id,
      statistic: (some) =>
        auroc(
          some.map(({ value }) => value),
          some.map(({ good }) => good === 'yes'),
        ),
      random: seededRandom(AUROC_BOOTSTRAP.seed).next,
      resamples: AUROC_BOOTSTRAP.resamples,
    });
    return {
      prompt: promptFor('…', RATING),
      pieces: lm.pieces(at(continuations, 4)).map(({ text }) => text),
      n: reviews.length,
      rows,
      byRating: RATINGS.map((rating) => {
        const own = rows.filter((row) => row.rating === rating);
        return { rating, n: own.length, expected: mean(own.map((row) => row.expected)) };
      }),
      auroc: { ...area, verdict: separates(area) },
      empty: empty ?? Number.NaN,
      emptyText: NO_REVIEW,
      shared: at(at(at(choices, 1).scores, 0).logprobs, 0),
    };
  },
});
