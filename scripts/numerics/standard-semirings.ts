import { logAddExp } from './log-add-exp.ts';
import { log1mExp } from './log1m-exp.ts';
import type { Semiring } from './semiring-interface.ts';

/** How many paths are there? Whole numbers from 0, exact up to 2⁵³. A loop that can be taken has no count. */
export const countingSemiring: Semiring<number> = {
  name: 'counting',
  zero: 0,
  one: 1,
  plus: (a, b) => a + b,
  times: (a, b) => a * b,
  closure(a) {
    if (a !== 0) throw new RangeError(`a loop of weight ${a} can be taken in endlessly many ways`);
    return 1;
  },
};

/** How likely are all paths together? Weights from 0; they need not add up to 1. */
export const probabilitySemiring: Semiring<number> = {
  ...countingSemiring,
  name: 'probability',
  closure(p) {
    assertSumEnds(p >= 0 && p < 1, p);
    return 1 / (1 - p);
  },
};

// #region log-semiring
/** The same in log-space, in nats: weights are logarithms, -Infinity that of 0. +Infinity and NaN are no weights. */
export const logSemiring: Semiring<number> = {
  name: 'log',
  zero: Number.NEGATIVE_INFINITY,
  one: 0,
  plus: logAddExp,
  times: (a, b) => a + b,
  closure: logClosure,
};
// #endregion log-semiring

function logClosure(x: number): number {
  assertSumEnds(x < 0, x);
  return 0 - log1mExp(x); // 0 - …, so that -Infinity gives 0 and not -0
}

/** The geometric series of a loop has a sum only for a probability from 0 to below 1. */
function assertSumEnds(ends: boolean, weight: number): void {
  if (!ends) {
    throw new RangeError(`a loop needs a probability from 0 to below 1, got the weight ${weight}`);
  }
}
