import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  PASSAGES_FILE,
  passageOf,
  readPassages,
  saysOneOf,
  verdictOn,
} from '../../chapters/03-logprobs-as-confidence/passages.ts';
import { ratingOf, yesOverNo } from '../../chapters/03-logprobs-as-confidence/yes-or-no.ts';

const TEXT = readFileSync(PASSAGES_FILE, 'utf8');
const ITEMS = readPassages(TEXT);
const first = ITEMS[0];
if (first === undefined) throw new Error('there are no passages');

/** The set with fields of its first item changed. */
const changed = (fields: Readonly<Record<string, unknown>>) => () => {
  const [item, ...others] = JSON.parse(TEXT);
  return readPassages(JSON.stringify([{ ...item, ...fields }, ...others]));
};

describe('the passages set', () => {
  it('says the right answer under the right passage and the false one under the untrue one, read as an answer', () => {
    for (const item of ITEMS) {
      expect(verdictOn(item.gold, item), item.id).toBe('right');
      expect(verdictOn(item.false, item), item.id).toBe('false');
      expect(verdictOn(item.irrelevant, item), item.id).toBe('another');
    }
  });

  it('puts the right one of two contradicting passages first for every second question', () => {
    const both = ITEMS.map((item, place) => passageOf(item, place, 'contradictory') ?? '');
    const rightFirst = both.filter((text, place) => text.startsWith(ITEMS[place]?.gold ?? '?'));
    expect(rightFirst).toHaveLength(40);
    for (const [place, text] of both.entries()) {
      expect(text).toContain(ITEMS[place]?.gold);
      expect(text).toContain(ITEMS[place]?.false);
    }
  });

  it.each([
    [
      'a question that has the answer',
      { question: `Is it ${first.answers[0]}?` },
      /the question contains one of/,
    ],
    [
      'a right passage without the answer',
      { gold: 'Nobody knows.' },
      /should contain ".*" once, got 0 times/,
    ],
    [
      'a false passage that differs elsewhere',
      { false: `${first.false} Yes.` },
      /should be the right one with/,
    ],
    [
      'an irrelevant passage with the answer',
      { irrelevant: `It was ${first.answers[0]}.` },
      /off topic contains one of/,
    ],
    ['no answer', { answers: [] }, /"answers" should be a list of answers, got \[\]/],
    ['a field that is not known', { near: true }, /unknown field "near"/],
    ['a passage twice', { irrelevant: ITEMS[1]?.irrelevant }, /is also a passage of item/],
  ])('is refused with %s', (_, fields, sentence) => {
    expect(changed(fields)).toThrow(sentence);
  });
});

describe('the rule for an answer', () => {
  it('counts whole words only', () => {
    expect(saysOneOf('It is an ironmonger.', ['iron'])).toBe(false);
    expect(saysOneOf('It is Iron.', ['iron'])).toBe(true);
  });

  it('is not content with both answers at once', () => {
    const [right = '', wrong = ''] = [first.answers[0], first.falseAnswers[0]];
    expect(verdictOn(right, first)).toBe('right');
    expect(verdictOn(`not ${right} but ${wrong}`, first)).toBe('another');
    expect(verdictOn(' … ', first)).toBe('nothing');
  });
});

describe('yes or no', () => {
  const scores = (...probabilities: readonly number[]) => probabilities.map((q) => ({ total: Math.log(q) }));

  it('adds up the spellings of each', () => {
    const { logOdds, mass } = yesOverNo(scores(0.1, 0.2, 0.1, 0.2, 0.05, 0.05, 0.05, 0.05));
    expect(logOdds).toBeCloseTo(Math.log(0.6 / 0.2), 12);
    expect(mass).toBeCloseTo(0.8, 12);
  });

  it('takes the likeliest digit as the rating, of equal ones the smallest', () => {
    expect(ratingOf(scores(0.1, 0.3, 0.05, 0.3, 0.1))).toBe(1);
  });
});
