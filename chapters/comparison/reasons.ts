import { type Prose, prose } from '#report';

/**
 * Why a finding of the first model may well not hold for another, by its id. A reason is printed only where the finding
 * holds for the first model alone. A test names those whose finding is gone.
 */
export const REASONS: Readonly<Record<string, Prose>> = {
  'length-remedies-lose': prose`Scores that correct for the length of an answer choose the right one less often than the
    plain sum. A model that knows more chooses it by every score, which leaves less of a difference.`,
  'order-of-source-and-question-matters': prose`A false passage is followed more often if it comes after the
    question. Where nearly every passage is followed, the order has nothing left to change.`,
  'support-label-says-no-either-way': prose`Asked whether an answer is in a passage, the model says “no” to everything.
    Judging a text instead of continuing it may come with size and training.`,
  'first-token-misleads': prose`The ending with the likeliest first token is not the likeliest ending. Which one begins best
    depends on the model, and here the other model likes the beginning of a likely ending.`,
  'overlap-exceeds-one': prose`The probabilities of overlapping beginnings add up to more than one. They overlap for every
    model, but the sum exceeds one only if some of them are likely enough.`,
};
