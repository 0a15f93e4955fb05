import { describe, expect, it } from 'vitest';
import { seededRandom } from '#numerics/seeded-random';
import {
  confidenceOf,
  judged,
  shares,
} from '../../chapters/03-logprobs-as-confidence/fact-scores.measure.ts';
import {
  answerTokens,
  beginsWithOneOf,
} from '../../chapters/03-logprobs-as-confidence/free-answers.measure.ts';
import { isSameAnswer } from '../../chapters/03-logprobs-as-confidence/sampling.measure.ts';
import {
  aurocIntervalOfFew,
  aurocWithin,
  pairedOutcomes,
  verdictOf,
} from '../../chapters/03-logprobs-as-confidence/statistics.ts';

describe('confidence', () => {
  it('is the share of each answer, unchanged when all sums move together', () => {
    const found = shares([-1, -2, -4, -4]);
    expect(found.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 15);
    expect(found[0]).toBeCloseTo(1 / (1 + Math.exp(-1) + 2 * Math.exp(-3)), 15);
    expect(shares([-101, -102, -104, -104])).toEqual(found);
    expect(confidenceOf([-2, -1, -4, -4])).toBe(found[0]);
  });

  it('judges only the half that was asked for', () => {
    const item = (id: string, half: 'dev' | 'test', first: number) => ({
      id,
      half,
      answers: [{ sum: first }, { sum: -2 }],
    });
    const rows = judged([item('a', 'dev', -1), item('b', 'test', -3), item('c', 'test', -1)], 'test');
    expect(rows.map(({ item: { id }, right }) => [id, right])).toEqual([
      ['b', false],
      ['c', true],
    ]);
  });
});

describe('a free answer', () => {
  const pieces = (texts: readonly string[]) =>
    texts.map((text, id) => ({ id, text, bytes: [], special: false }));

  it('ends at the first punctuation mark, line end or special token', () => {
    const words = (texts: readonly string[]) => answerTokens(pieces(texts)).map(({ text }) => text);
    expect(words([' New', ' Delhi', '.', ' It'])).toEqual([' New', ' Delhi']);
    expect(words([' Paris', '\n', 'B'])).toEqual([' Paris']);
    expect(words([' Paris'])).toEqual([' Paris']);
    expect(answerTokens([{ id: 0, text: '<|im_end|>', bytes: [], special: true }])).toEqual([]);
  });

  it('is right when it begins with a listed form and the word ends there', () => {
    expect(beginsWithOneOf(' New Delhi', ['New Delhi', 'Delhi'])).toBe(true);
    expect(beginsWithOneOf('the gold', ['gold'])).toBe(true);
    expect(beginsWithOneOf(' Romeo', ['Rome'])).toBe(false);
    expect(beginsWithOneOf(' not Rome', ['Rome'])).toBe(false);
    expect(beginsWithOneOf('', ['Rome'])).toBe(false);
  });

  it('is the same as another that it begins with, whole words, or that begins with it', () => {
    expect(isSameAnswer('Tokyo', 'tokyo and Kyoto')).toBe(true);
    expect(isSameAnswer('the Hague', 'The Hague')).toBe(true);
    expect(isSameAnswer('the capital', 'capital of Poland')).toBe(true);
    expect(isSameAnswer('Rome', 'Romeo')).toBe(false);
    expect(isSameAnswer('Kyoto', 'Tokyo and Kyoto')).toBe(false);
    expect(isSameAnswer('', 'Rome')).toBe(false);
    expect(isSameAnswer('', '')).toBe(true);
  });
});

describe('the verdict on an effect', () => {
  it('is clear only when the interval leaves zero out', () => {
    expect(verdictOf({ low: 0.1, high: 2 })).toBe('up');
    expect(verdictOf({ low: -2, high: -0.1 })).toBe('down');
    expect(verdictOf({ low: -0.1, high: 2 })).toBe('no clear effect');
    expect(verdictOf({ low: 0, high: 2 })).toBe('no clear effect');
  });
});

describe('the AUROC within groups', () => {
  it('counts only pairs of one group', () => {
    const row = (group: string, right: boolean, score: number) => ({ group, right, score });
    const rows = [
      row('a', true, 2),
      row('a', false, 1),
      row('b', true, 4),
      row('b', false, 5),
      row('c', true, 0),
    ];
    expect(aurocWithin(rows)).toBe(0.5);
    expect(aurocWithin([row('a', true, 2), row('b', false, 1)])).toBeNaN();
  });
});

describe('the AUROC of few items', () => {
  it('has an interval however few were wrong, and the same twice', () => {
    const intervalOf = () => aurocIntervalOfFew([0.5, 0.7, 0.9], [0.6], { random: seededRandom(1).next });
    expect(intervalOf()).toEqual({ low: 0, high: 1 });
    expect(aurocIntervalOfFew([0.8, 0.9], [0.1])).toEqual({ low: 1, high: 1 });
    expect(intervalOf()).toEqual(intervalOf());
  });
});

describe('outcomes of the same items in two ways', () => {
  it('count what changed, and are clear when a coin would seldom do the same', () => {
    const all = (outcome: boolean, n: number) => Array.from({ length: n }, () => outcome);
    expect(pairedOutcomes([true, true, false, false], [true, false, true, true])).toEqual({
      gained: 2,
      lost: 1,
      p: 1,
      verdict: 'no clear effect',
    });
    expect(pairedOutcomes(all(true, 5), all(false, 5)).verdict).toBe('no clear effect');
    expect(pairedOutcomes(all(true, 6), all(false, 6)).verdict).toBe('down');
    expect(pairedOutcomes(all(false, 6), all(true, 6), 5).verdict).toBe('no clear effect');
    expect(pairedOutcomes(all(false, 8), all(true, 8), 5).verdict).toBe('up');
    expect(pairedOutcomes(all(false, 6), all(true, 6)).verdict).toBe('up');
  });
});
