import fc from 'fast-check';
import { maxPlusSemiring, type ScoredPath } from '#numerics/optimal-path-semirings';
import type { Semiring } from '#numerics/semiring-interface';
import { countingSemiring, logSemiring, probabilitySemiring } from '#numerics/standard-semirings';

/** A semiring with weights to test its laws on; `same` allows for rounding only where floats round. */
export interface Case<Weight> {
  readonly semiring: Semiring<Weight>;
  readonly weights: fc.Arbitrary<Weight>;
  same(a: Weight, b: Weight): boolean;
  readonly idempotent: boolean;
}

/** Equal up to a few roundings of numbers of the size of `size`. */
export const close = (a: number, b: number, size = Math.max(Math.abs(a), Math.abs(b))): boolean =>
  a === b || Math.abs(a - b) <= 1e-13 * Math.max(1, size);

/** Exact, list by list and number by number. */
export const identical = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Multiples of 1/16, so that sums of scores are exact and ties really happen. */
export const exactScores = fc.integer({ min: -80, max: 80 }).map((n) => n / 16);
const names = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 });
const paths: fc.Arbitrary<ScoredPath> = fc.record({ score: exactScores, path: names });
const probabilities = fc.double({ min: 0, max: 4, noNaN: true });

export const countingCase: Case<number> = {
  semiring: countingSemiring,
  weights: fc.nat(1000),
  same: Object.is,
  idempotent: false,
};
export const probabilityCase: Case<number> = {
  semiring: probabilitySemiring,
  weights: probabilities,
  same: (a, b) => close(a, b),
  idempotent: false,
};
export const logCase: Case<number> = {
  semiring: logSemiring,
  weights: fc.oneof(fc.double({ min: -60, max: 60, noNaN: true }), fc.constant(Number.NEGATIVE_INFINITY)),
  same: (a, b) => close(a, b, 180),
  idempotent: false,
};
export const maxPlusCase: Case<ScoredPath> = {
  semiring: maxPlusSemiring,
  weights: fc.oneof(paths, fc.constant(maxPlusSemiring.zero)),
  same: identical,
  idempotent: true,
};
