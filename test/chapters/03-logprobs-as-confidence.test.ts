import { describe, expect, it } from 'vitest';
import { aurocDrawing } from '#numerics/auroc-interval';
import { reliabilityOf } from '#numerics/reliability';
import {
  confidenceOf,
  judge,
  judged,
  shares,
} from '../../chapters/03-logprobs-as-confidence/fact-scores.measure.ts';
import { answerTokens, saysOneOf } from '../../chapters/03-logprobs-as-confidence/free-answers.measure.ts';
import { labelLogProbability } from '../../chapters/03-logprobs-as-confidence/review-labels.measure.ts';
import { mostCommon } from '../../chapters/03-logprobs-as-confidence/sampling.measure.ts';
import {
  aurocIntervalOfFew,
  aurocWithin,
  bestCut,
  medianDifference,
  pairedOutcomes,
  rightLeavingOneOut,
  verdictOf,
} from '../../chapters/03-logprobs-as-confidence/statistics.ts';
import { meetingsWith } from '../../chapters/03-logprobs-as-confidence/thresholds.measure.ts';

describe('confidence', () => {
  it('is the share of each answer, unchanged when all sums move together', () => {
    const found = shares([-1, -2, -4, -4]);
    expect(found.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 15);
    expect(found[0]).toBeCloseTo(1 / (1 + Math.exp(-1) + 2 * Math.exp(-3)), 15);
    expect(shares([-101, -102, -104, -104])).toEqual(found);
    expect(confidenceOf([-2, -1, -4, -4])).toBe(found[0]);
  });

  it('picks the largest sum, and calls the first answer right', () => {
    expect(judge([-1, -2, -3, -4])).toMatchObject({ chosen: 0, right: true });
    expect(judge([-3, -2, -1, -4])).toMatchObject({ chosen: 2, right: false });
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

describe('a reliability diagram', () => {
  it('shows no error for outcomes that meet the confidence, and a large one for those that do not', () => {
    const confidence = Array.from({ length: 50 }, (_, i) => (i < 25 ? 0.2 : 0.8));
    const fitting = confidence.map((value, i) => (i % 5) / 5 < value);
    expect(reliabilityOf(confidence, fitting).ece).toBeLessThan(1e-12);
    expect(
      reliabilityOf(
        confidence,
        fitting.map((right) => !right),
      ).ece,
    ).toBeCloseTo(0.6, 12);
  });

  it('is the same twice: its simulation is seeded', () => {
    const confidence = Array.from({ length: 40 }, (_, i) => (i + 1) / 41);
    const outcomes = confidence.map((value) => value > 0.5);
    expect(reliabilityOf(confidence, outcomes)).toEqual(reliabilityOf(confidence, outcomes));
  });
});

describe('the probability of a label', () => {
  it('is the sum over its surface forms', () => {
    const logprobs = Float64Array.of(0.1, 0.2, 0.3, 0.4).map(Math.log);
    expect(Math.exp(labelLogProbability(logprobs, [0, 3]))).toBeCloseTo(0.5, 15);
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
    expect(saysOneOf(' New Delhi', ['New Delhi', 'Delhi'])).toBe(true);
    expect(saysOneOf('the gold', ['gold'])).toBe(true);
    expect(saysOneOf(' Romeo', ['Rome'])).toBe(false);
    expect(saysOneOf(' not Rome', ['Rome'])).toBe(false);
    expect(saysOneOf('', ['Rome'])).toBe(false);
  });

  it('is merged with equal ones, the first of several commonest', () => {
    expect(mostCommon(['a', 'b', 'b', 'a', 'c'])).toEqual({ answer: 'a', times: 2, distinct: 3 });
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

describe('a difference with its interval', () => {
  it('is judged by the middle, which one large value does not move', () => {
    const found = medianDifference([1, 2, 3, 4, 1000], 1);
    expect(found.median).toBe(3);
    expect(found.verdict).toBe('up');
    expect(medianDifference([1, 2, 3, 4, 1000], 1)).toEqual(found);
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
    const intervalOf = () => aurocIntervalOfFew([0.5, 0.7, 0.9], [0.6], aurocDrawing(1));
    expect(intervalOf()).toEqual({ low: 0, high: 1 });
    expect(aurocIntervalOfFew([0.8, 0.9], [0.1], aurocDrawing(1))).toEqual({ low: 1, high: 1 });
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
    expect(pairedOutcomes(all(false, 6), all(true, 6)).verdict).toBe('up');
  });
});

describe('a curve and a risk', () => {
  it('meet each time the curve comes to lie above', () => {
    const points = [0, 0.3, 0.25, 0.26, 0.2, 0.4, 0.5].map((risk) => ({ risk, coverage: 0, threshold: 0 }));
    expect(meetingsWith(0.25, points)).toBe(3);
  });
});

describe('a cut chosen on labelled values', () => {
  it('is halfway between neighbours, the middle one of several equally good', () => {
    expect(bestCut([1, 2, 5, 7], [false, false, true, true])).toBe(3.5);
    expect(bestCut([3, 1, 2], [true, true, true])).toBe(1.5);
    expect(bestCut([1, 2, 3, 4, 5], [false, true, false, true, true])).toBe(1.5);
  });

  it('judges each value by the others', () => {
    expect(rightLeavingOneOut([1, 2, 5, 7], [false, false, true, true])).toEqual([true, true, true, true]);
    // Without the last, the others are cut at two, which calls it yes.
    expect(rightLeavingOneOut([1, 3, 4], [false, true, false])).toEqual([true, true, false]);
  });
});
