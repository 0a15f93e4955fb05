import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropyOfLogits } from '#numerics/entropy';
import { predictionOf, summarizePrediction } from '#numerics/fast-log-softmax';
import { logSoftmax } from '#numerics/softmax';

/** Float32 logits, some of them equal, some of them far away. */
const logits = fc
  .array(
    fc.oneof(
      fc.float({ min: -40, max: 40, noNaN: true }),
      fc.integer({ min: -3, max: 3 }),
      fc.float({ min: -2000, max: 900, noNaN: true }),
    ),
    { minLength: 1, maxLength: 100 },
  )
  .map((values) => Float32Array.from(values));
const logitsAndTarget = logits.chain((z) => fc.tuple(fc.constant(z), fc.nat(z.length - 1)));

/*
 * What rounding to float32 may do, in units u of 2^-24. A term e^-d, d away from the runner-up, gets a relative error of
 * u d from the subtraction that gave d; 2.6 u from the polynomial, 2 u from evaluating it, 0.3 u from reducing d, in
 * all less than 6; and 7 u from adding up the eight terms of a lane: (13 + d) u. Weighted by e^-d, the mean of d is at
 * most ln V.
 */
const UNIT = 2 ** -24;

/**
 * How far the sum of all terms but the winner's may be off, relatively. ln(1 + sum) is then off by sum / (1 + sum) times
 * that, and a log-probability with it: by 1.5e-6 nats for 49,152 tokens, or less.
 */
const sumError = (count: number) => (13 + Math.log(count)) * UNIT;

/**
 * And the entropy, in nats. Errors ε of the terms, and 2 u from rounding d and d e^-d, move it by E[ε (1 + d - E d)] + 2
 * u E[d]. By Cauchy and Schwarz the first is at most (13 + ln V) √(1 + Var d) u, and Var d is at most 1 + (ln V)² / 4
 * (D. Reeb and M. M. Wolf, "Tight bound on relative entropy by entropy difference", 2015).
 */
const entropyError = (count: number) => (17 + Math.log(count)) * (1.5 + Math.log(count) / 2) * UNIT;

/** Below 1e-308 float64 goes in steps of its smallest number; each of a hundred terms may be off by two. */
const SMALLEST_STEPS = 200 * Number.MIN_VALUE;

/** Equal, or apart by no more than `error` and what float64 rounds. */
function within(error: number, actual: number, expected: number): boolean {
  const rounding = 2e-14 * Math.abs(expected) + SMALLEST_STEPS;
  return Object.is(actual, expected) || Math.abs(actual - expected) <= error + rounding;
}

function expectLikePlainOne(z: Float32Array, target: number): void {
  const { logprob, entropy } = predictionOf(z, target);
  const all = logSoftmax(z);
  const shareOfOthers = -Math.expm1(all.reduce((a, b) => Math.max(a, b)));
  expect(within(sumError(z.length) * shareOfOthers, logprob, all[target] ?? NaN)).toBe(true);
  expect(within(entropyError(z.length), entropy, entropyOfLogits(z))).toBe(true);
}

describe('the fast log-softmax', () => {
  it('gives the log-probability and the entropy of the plain one, as far as float32 goes', () => {
    fc.assert(
      fc.property(logitsAndTarget, ([z, target]) => expectLikePlainOne(z, target)),
      { numRuns: 2000 },
    );
  });

  it('keeps the digits of what a nearly sure winner leaves to the others', () => {
    const others = fc.array(fc.float({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(others, fc.float({ min: 20, max: 700, noNaN: true }), (values, lead) => {
        const z = Float32Array.from([lead, ...values]);
        const { logprob, entropy } = predictionOf(z, 0);
        const relative = (15 + 10) * UNIT; // no other is farther than 10 from the runner-up
        const [expected, expectedEntropy] = [logSoftmax(z)[0] ?? NaN, entropyOfLogits(z)];
        expect(within(-relative * expected, logprob, expected)).toBe(true);
        expect(within(relative * expectedEntropy, entropy, expectedEntropy)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('counts the rank as sorting would: higher logits first, equal ones by id', () => {
    fc.assert(
      fc.property(logitsAndTarget, ([z, target]) => {
        const order = [...z.keys()].sort((a, b) => (z[b] ?? 0) - (z[a] ?? 0) || a - b);
        expect(predictionOf(z, target).rank).toBe(order.indexOf(target) + 1);
      }),
    );
  });

  it('gives NaN when no distribution is meant', () => {
    for (const z of [
      [NaN, 1],
      [1, NaN],
      [Infinity, 1],
      [1, Infinity],
      [-Infinity, -Infinity],
    ]) {
      for (const target of [0, 1]) {
        const { logprob, entropy } = predictionOf(Float32Array.from(z), target);
        expect(logprob).toBeNaN();
        expect(entropy).toBeNaN();
      }
      expect(summarizePrediction(Float32Array.from(z)).entropy).toBeNaN();
    }
  });
});
