import { describe, expect, it } from 'vitest';
import { binomialAtMost } from '#numerics/binomial';
import {
  answersNeeded,
  labelsNeeded,
  promisePlans,
} from '../../chapters/03-logprobs-as-confidence/labels-needed.measure.ts';
import { resultOf } from './committed.ts';

describe('the number of labelled answers that a promise takes', () => {
  it('is ln .05 / ln(1 − risk), rounded up, where nothing is wrong', () => {
    const exact = (risk: number) => Math.ceil(Math.log(0.05) / Math.log1p(-risk));
    for (const risk of [0.25, 0.1, 0.05, 0.01]) expect(answersNeeded(0, risk)).toBe(exact(risk));
    expect(answersNeeded(0, 0.1)).toBe(29);
  });

  it('is the first at which one error is seen in at most a twentieth of all samples', () => {
    const atMostOne = (n: number) => 0.9 ** n + n * 0.1 * 0.9 ** (n - 1);
    const n = answersNeeded(1, 0.1);
    expect(atMostOne(n)).toBeLessThanOrEqual(0.05);
    expect(atMostOne(n - 1)).toBeGreaterThan(0.05);
  });

  it('is 36 for each of two attempts, and a threshold with half the promised errors passes 29 checks in .95²⁹ of cases', async () => {
    const { checks, watch, allowed } = await resultOf(labelsNeeded);
    expect(checks[0]).toMatchObject({ answers: 29, ofTwo: 36 });
    expect(checks[0]?.passes).toBeCloseTo(0.95 ** 29, 12);
    expect(watch.alarms.map(({ alarm }) => alarm)).toEqual([7, 9]);
    // 0.95⁶⁰ is below a twentieth, 0.95³⁰ is not.
    expect(allowed.map(({ errors }) => errors[2])).toEqual([null, 0, 1, 4, 12]);
  });
});

describe('the plan for a promise', () => {
  it('is the smallest check that half the promised risk passes in four of five cases, and labels for it', async () => {
    const { plans } = await resultOf(promisePlans);
    for (const { percent, coverage, checked, errors, chosenWith, asked } of plans) {
      const passes = (most: number) =>
        binomialAtMost(most, answersNeeded(most, percent / 100), percent / 200);
      expect(passes(errors)).toBeGreaterThanOrEqual(0.8);
      expect(passes(errors - 1)).toBeLessThan(0.8);
      expect(checked).toBe(answersNeeded(errors, percent / 100));
      expect((chosenWith * coverage) / 100).toBeGreaterThanOrEqual(checked);
      expect(asked).toBe(2 * chosenWith);
    }
  });
});
