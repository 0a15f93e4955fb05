import { type Item, parseItems, readOneOf, readString, reject, requireCount } from './checks.ts';

/** Written for this chapter about things that do not exist. */
export const REVIEWS_FILE = new URL('./reviews.json', import.meta.url);

export const RATINGS = [1, 2, 3, 4, 5] as const;

export type Review = ReturnType<typeof readReview>;

const WHAT = 'the reviews';
const ITEMS = [
  ['yes', 16],
  ['no', 16],
  [null, 4],
] as const;
const [FEWEST_WORDS, MOST_WORDS] = [8, 16];

/**
 * The reviews from their file's text, every one checked: its fields, that it is one sentence of eight to sixteen words,
 * that its rating and its `good` agree, that none holds a label we ask the model for, that no text occurs twice.
 * Throws a RangeError that names the item's id and the reason.
 */
export function readReviews(text: string): readonly Review[] {
  const reviews = parseItems(text, WHAT, ['text', 'rating', 'good']).map(readReview);
  const seen = new Map<string, string>();
  for (const review of reviews) {
    checkText(review);
    checkRating(review);
    const other = seen.get(review.text);
    if (other !== undefined) reject(review.id, `its text is also that of item "${other}"`);
    seen.set(review.text, review.id);
  }
  for (const [good, expected] of ITEMS) requireCount(reviews, WHAT, 'good', good, expected);
  return reviews;
}

function readReview(item: Item) {
  return {
    id: item.id,
    text: readString(item, 'text'),
    /** What we had in mind when we wrote it. */
    rating: readOneOf(item, 'rating', RATINGS),
    /** Whether its writer is content; null when the review praises and blames alike. */
    good: readOneOf(item, 'good', ['yes', 'no', null]),
  };
}

function checkText({ id, text }: Review): void {
  const words = text.split(/\s+/);
  if (words.length < FEWEST_WORDS || words.length > MOST_WORDS)
    reject(id, `it should have ${FEWEST_WORDS} to ${MOST_WORDS} words, got ${words.length}`);
  if (!/^[^.!?\n]+\.$/.test(text)) reject(id, 'it should be one sentence with a full stop at its end');
  const label = /\b(?:yes|no|[0-9]+)\b/i.exec(text);
  if (label !== null) reject(id, `it contains the label "${label[0]}"`);
}

function checkRating({ id, rating, good }: Review): void {
  const expected = rating > 3 ? 'yes' : rating < 3 ? 'no' : null;
  if (good !== expected) reject(id, `its rating is ${rating}, so "good" should be ${expected}, got ${good}`);
}
