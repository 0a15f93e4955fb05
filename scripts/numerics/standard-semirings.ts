import { logAddExp } from './log-add-exp.ts';
import { log1mExp } from './log1m-exp.ts';
import type { Semiring } from './semiring-interface.ts';

/** Is there a path? */
export const booleanSemiring: Semiring<boolean> = {
  name: 'Boolean',
  zero: false,
  one: true,
  plus: (a, b) => a || b,
  times: (a, b) => a && b,
  closure: () => true,
};

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

/** A total probability p, and r, the sum over paths of (probability of the path × its value). */
export interface Expectation {
  readonly p: number;
  readonly r: number;
}

/**
 * Carries an average along: values add along a path, and r gathers p × value over all paths.
 *
 * Source: J. Eisner, "Parameter Estimation for Probabilistic Finite-State Transducers", ACL (2002).
 */
export const expectationSemiring: Semiring<Expectation> = {
  name: 'expectation',
  zero: { p: 0, r: 0 },
  one: { p: 1, r: 0 },
  plus: (a, b) => ({ p: a.p + b.p, r: a.r + b.r }),
  times: (a, b) => ({ p: a.p * b.p, r: a.p * b.r + a.r * b.p }),
  closure({ p, r }) {
    assertSumEnds(p >= 0 && p < 1, p);
    return { p: 1 / (1 - p), r: r / (1 - p) ** 2 };
  },
};

/** The weight of an edge of probability p whose value is its surprisal -ln p; p = 0 weighs `zero`. */
export function surprisalWeight(p: number): Expectation {
  return { p, r: p === 0 ? 0 : -p * Math.log(p) };
}

/**
 * Entropy in nats of the choice among all paths, from a total of `surprisalWeight`s; p need not be 1. NaN when there is
 * no path.
 */
export function entropyOfPaths({ p, r }: Expectation): number {
  return r / p + Math.log(p);
}
