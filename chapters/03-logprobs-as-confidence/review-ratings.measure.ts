import { at } from '#numerics/list';
import { softmax } from '#numerics/softmax';
import { mean } from '#numerics/sum';
import { either, measurement } from '#report/measurement';
import { NO_REVIEW, promptFor, REVIEW_STATISTIC } from './review-labels.measure.ts';
import { RATINGS, REVIEWS_FILE, readReviews } from './reviews.ts';
import { aurocInterval, interval, withSeparation } from './statistics.ts';

const RATING = 'Rating from 1 to 5:';

/** Where a figure sets the points of one rating side by side: the first in the middle, then left and right of it. */
const placeOf = (earlier: number) => (earlier % 2 === 0 ? 0 - earlier / 2 : (earlier + 1) / 2);

export const reviewRatings = measurement({
  id: 'review-ratings',
  data: { reviews: REVIEWS_FILE },
  kinds: {
    n: 'exact',
    rows: { rating: 'exact', expected: 'probability', place: 'exact' },
    byRating: { rating: 'exact', n: 'exact', expected: 'probability' },
    auroc: interval('estimate', REVIEW_STATISTIC),
    empty: 'probability',
    shared: 'nats',
  },
  async measure({ lm, data }) {
    const reviews = readReviews(data.reviews);
    const continuations = RATINGS.map((rating) => lm.encode(` ${rating}`));
    const texts = [NO_REVIEW, ...reviews.map(({ text }) => text)];
    const contexts = texts.map((text) => lm.encode(promptFor(text, RATING)));
    const choices = await lm.scoreChoices(
      contexts.map((context) => ({ context, continuations })),
      { entropies: false },
    );
    const [empty, ...expected] = choices.map(({ scores }) =>
      softmax(scores.map(({ total }) => total)).reduce((sum, p, i) => sum + p * at(RATINGS, i), 0),
    );
    const rows = reviews.map(({ id, rating }, i) => ({
      review: id,
      rating,
      expected: at(expected, i),
      place: placeOf(reviews.slice(0, i).filter((earlier) => earlier.rating === rating).length),
    }));
    const clear = reviews.flatMap(({ id, good }, i) =>
      good === null ? [] : [{ id, score: at(expected, i), right: good === 'yes' }],
    );
    const byRating = RATINGS.map((rating) => {
      const own = rows.filter((row) => row.rating === rating);
      return { rating, n: own.length, expected: mean(own.map((row) => row.expected)) };
    });
    return {
      prompt: promptFor('…', RATING),
      opening: continuations.some((ids) => ids[0] !== at(continuations, 0)[0])
        ? ('their own' as const)
        : either(lm.decode(at(continuations, 0).slice(0, 1)) === ' ', 'a space', 'another'),
      pieces: lm.pieces(at(continuations, 4)).map(({ text }) => text),
      n: reviews.length,
      rows,
      byRating,
      span: either(at(byRating, 4).expected - at(byRating, 0).expected < 2, 'narrow', 'wide'),
      auroc: withSeparation(aurocInterval(clear)),
      empty: empty ?? Number.NaN,
      emptyText: NO_REVIEW,
      shared: at(at(at(choices, 1).scores, 0).logprobs, 0),
    };
  },
});
