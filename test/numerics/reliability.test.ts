import { describe, expect, it } from 'vitest';
import { equalMassMembers, groupsFinerAtTheTop } from '#numerics/calibration';
import { isMiscalibrated, isMoreThanChance, reliabilityIn } from '#numerics/reliability';
import { seededRandom } from '#numerics/seeded-random';
import type { Judged } from './confidences-and-outcomes.ts';

const inFiveBins = (confidences: readonly number[], outcomes: readonly boolean[]) =>
  reliabilityIn(equalMassMembers(confidences, 5), confidences, outcomes);

describe('reliabilityIn five bins', () => {
  it('of ten items is what counting gives: two in each bin', () => {
    const confidences = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];
    const outcomes = confidences.map((confidence) => confidence > 0.5);
    const { bins, ece } = inFiveBins(confidences, outcomes);
    expect(bins.map(({ n, from, to, accuracy }) => [n, from, to, accuracy])).toEqual([
      [2, 0.05, 0.15, 0],
      [2, 0.25, 0.35, 0],
      [2, 0.45, 0.55, 0.5],
      [2, 0.65, 0.75, 1],
      [2, 0.85, 0.95, 1],
    ]);
    expect(bins.map(({ confidence }) => confidence)).toEqual(
      [0.1, 0.3, 0.5, 0.7, 0.9].map((mean) => expect.closeTo(mean, 12)),
    );
    expect(ece).toBeCloseTo((0.1 + 0.3 + 0 + 0.3 + 0.1) / 5, 12);
  });
});

/** Answers that are right as often as `truth` says for their confidence; calibrated unless told otherwise. */
function drawn(n: number, seed: number, confidenceOf: (place: number) => number, truth = (p: number) => p) {
  const random = seededRandom(seed).next;
  const confidences = Array.from({ length: n }, (_, i) => confidenceOf((i + 0.5) / n));
  return { confidences, outcomes: confidences.map((p) => random() < truth(p)) };
}

const reliabilityOfDrawn = ({ confidences, outcomes }: Judged) =>
  reliabilityIn(groupsFinerAtTheTop(confidences), confidences, outcomes);

describe('isMiscalibrated', () => {
  it('finds errors of neighbouring confidences that cancel out in few groups', () => {
    const confidenceOf = (place: number) => (place < 0.1 ? 0.99 : place < 0.2 ? 0.5 : (place - 0.2) / 1.7);
    const truth = (p: number) => (p === 0.99 ? 0.85 : p === 0.5 ? 0.64 : p);
    const answers = drawn(4000, 1, confidenceOf, truth);
    expect(isMoreThanChance(inFiveBins(answers.confidences, answers.outcomes))).toBe(false);
    expect(isMiscalibrated(reliabilityOfDrawn(answers))).toBe(true);
  });

  it('finds one answer in a hundred that claims too much', () => {
    const confidenceOf = (place: number) => (place < 0.01 ? 0.999 : 0.9 * place);
    const answers = drawn(5000, 1, confidenceOf, (p) => (p === 0.999 ? 0.8 : p));
    const reliability = reliabilityOfDrawn(answers);
    expect(isMoreThanChance(reliability)).toBe(false);
    expect(isMiscalibrated(reliability)).toBe(true);
    expect(reliability.bins[reliability.furthestBin]).toMatchObject({ n: 50, from: 0.999, to: 0.999 });
  });

  it('is true of at most one calibrated model in twenty', () => {
    const seeds = Array.from({ length: 100 }, (_, seed) => seed);
    const called = seeds.filter((seed) =>
      isMiscalibrated(reliabilityOfDrawn(drawn(250, seed, (place) => 1 - place ** 2))),
    );
    // If five in a hundred are called so, more than twelve come up in one of five hundred tries.
    expect(called.length).toBeLessThanOrEqual(12);
  });
});
