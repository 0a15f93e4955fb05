import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RATINGS, REVIEWS_FILE, readReviews } from '../../chapters/03-logprobs-as-confidence/reviews.ts';
import { withChanged } from './changed-item.ts';

const TEXT = readFileSync(REVIEWS_FILE, 'utf8');

describe('the reviews', () => {
  it('are thirty-six, as many good as bad ones, and four that are mixed', () => {
    const reviews = readReviews(TEXT);
    expect(reviews.map(({ good }) => good).filter((good) => good === 'yes')).toHaveLength(16);
    expect(reviews.map(({ good }) => good).filter((good) => good === 'no')).toHaveLength(16);
    expect(reviews).toHaveLength(36);
  });

  it('have every rating', () => {
    expect(new Set(readReviews(TEXT).map(({ rating }) => rating))).toEqual(new Set(RATINGS));
  });
});

describe('the loader of the reviews', () => {
  it('rejects a file that is no list of items', () => {
    expect(() => readReviews('no list')).toThrow(new RangeError('the reviews should be JSON, but is not'));
    expect(() => readReviews('{}')).toThrow('the reviews should be a list of items');
  });

  it('rejects a list with too few of one sort', () => {
    const items = JSON.parse(TEXT) as { id: string }[];
    const fewer = JSON.stringify(items.filter(({ id }) => id !== 'camera'));
    expect(() => readReviews(fewer)).toThrow('the reviews should have 4 items with good null, got 3');
  });

  const words = (count: number): string => `${Array(count).fill('word').join(' ')}.`;
  const broken: readonly [string, Readonly<Record<string, unknown>>, string][] = [
    ['a missing text', { text: undefined }, '"text" should be a text, got undefined'],
    ['a missing rating', { rating: undefined }, '"rating" should be one of 1, 2, 3, 4, 5, got undefined'],
    ['a missing good', { good: undefined }, '"good" should be one of "yes", "no", null, got undefined'],
    ['a text of the wrong type', { text: 3 }, '"text" should be a text, got 3'],
    ['a rating outside one to five', { rating: 6 }, '"rating" should be one of 1, 2, 3, 4, 5, got 6'],
    ['a rating of the wrong type', { rating: '5' }, '"rating" should be one of 1, 2, 3, 4, 5, got "5"'],
    ['an unknown good', { good: 'maybe' }, '"good" should be one of "yes", "no", null, got "maybe"'],
    ['an unknown field', { stars: 5 }, 'it has an unknown field "stars"'],
    ['a rating that good does not fit', { good: 'no' }, 'its rating is 5, so "good" should be yes, got no'],
    ['too few words', { text: words(7) }, 'it should have 8 to 16 words, got 7'],
    ['too many words', { text: words(17) }, 'it should have 8 to 16 words, got 17'],
    [
      'two sentences',
      { text: 'It is quick. It is light. I like it very much.' },
      'it should be one sentence with a full stop at its end',
    ],
    [
      'a text that holds a label',
      { text: 'There is no better kettle than this one here.' },
      'it contains the label "no"',
    ],
    [
      'a text that holds a number',
      { text: 'I give it 5 stars and would buy it again.' },
      'it contains the label "5"',
    ],
  ];
  it.each(broken)('rejects %s', (_what, fields, reason) => {
    expect(() => readReviews(withChanged(TEXT, 'kettle', fields))).toThrow(
      new RangeError(`item "kettle": ${reason}`),
    );
  });

  it('rejects an id or a text that occurs twice, at the later of the two', () => {
    expect(() => readReviews(withChanged(TEXT, 'kettle', { id: 'toaster' }))).toThrow(
      'item "toaster": its id occurs twice in the reviews',
    );
    const text = 'The garden café served the best apple cake I have eaten in ages.';
    expect(() => readReviews(withChanged(TEXT, 'kettle', { text }))).toThrow(
      'item "garden-cafe": its text is also that of item "kettle"',
    );
  });
});
