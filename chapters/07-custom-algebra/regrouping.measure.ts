import { compose } from '#numerics/custom-algebra';
import type { Fraction } from '#numerics/fraction';
import { equal, fraction, fractionText, toNumber } from '#numerics/fraction';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { measurement } from '#report/measurement';
import { exactCompose, exactInverse } from './exact.ts';
import { stepOf } from './float-steps.ts';

const TRIPLES = 10_000;

const SEED = 7;

const LARGEST_PART = 1000;

/** Differences of this many steps and more share the last bar. */
export const LAST_BAR = 6;

/** A result this many times smaller than the largest of its terms came about by cancelling. */
const CANCELLED = 20;

/** A tolerance that regrouping should keep to, relative to the terms. */
const TOLERANCE = 1e-15;

/** How many times that tolerance an error beside the result is to be called large. */
const LARGE = 100;

export type Triple = readonly [a: Fraction, b: Fraction, c: Fraction];

/** Random triples of fractions, the same at every run: parts of up to a thousand, both signs. */
export function randomTriples(n: number, seed: number): Triple[] {
  const random = seededRandom(seed);
  const one = () =>
    fraction(random.below(2 * LARGEST_PART + 1) - LARGEST_PART, 1 + random.below(LARGEST_PART));
  return Array.from({ length: n }, (): Triple => [one(), one(), one()]);
}

const ZERO = fraction(0);

const ABSORBING = fraction(-4);

const grouped = ([a, b, c]: Triple): Fraction => exactCompose(exactCompose(a, b), c);

/** The laws of ⊕₄, asked of any rule, as tests on three fractions. */
export function lawsOf(
  rule: (a: Fraction, b: Fraction) => Fraction,
): { readonly law: LawName; readonly holds: (triple: Triple) => boolean }[] {
  return [
    { law: 'order', holds: ([a, b]) => equal(rule(a, b), rule(b, a)) },
    { law: 'brackets', holds: ([a, b, c]) => equal(rule(rule(a, b), c), rule(a, rule(b, c))) },
    { law: 'identity', holds: ([a]) => equal(rule(a, ZERO), a) },
    { law: 'inverse', holds: ([a]) => equal(a, ABSORBING) || equal(rule(a, exactInverse(a)), ZERO) },
    { law: 'absorbing', holds: ([a]) => equal(rule(a, ABSORBING), ABSORBING) },
  ];
}

type LawName = 'order' | 'brackets' | 'identity' | 'inverse' | 'absorbing';

/** How far apart the two groupings of a triple are in float64, in steps of the last digit of the exact result. */
export function stepsApart(triple: Triple): number {
  const [a, b, c] = [toNumber(triple[0]), toNumber(triple[1]), toNumber(triple[2])];
  const difference = compose(compose(a, b), c) - compose(a, compose(b, c));
  return difference / stepOf(toNumber(grouped(triple)));
}

/**
 * How far apart the two groupings of a triple are in float64, relative to |a| ⊕₄ |b| ⊕₄ |c|: to all terms of the
 * expanded result, added up without their signs. No cancelling makes that small.
 */
export function apartBesideTerms(triple: Triple): number {
  const [a, b, c] = [toNumber(triple[0]), toNumber(triple[1]), toNumber(triple[2])];
  const difference = compose(compose(a, b), c) - compose(a, compose(b, c));
  const terms = compose(compose(Math.abs(a), Math.abs(b)), Math.abs(c));
  return difference === 0 ? 0 : Math.abs(difference) / terms;
}

const printed = (value: Fraction): string => fractionText(value).replace('-', '−');

const written = ([a, b, c]: Triple) => ({
  a: printed(a),
  b: printed(b),
  c: printed(c),
  result: printed(grouped([a, b, c])),
});

export const randomFractions = measurement({
  id: 'random-fractions',
  kinds: {
    triples: 'exact',
    laws: { law: 'exact', failures: 'exact' },
    verdict: 'exact',
    largestPart: 'exact',
    example: { a: 'exact', b: 'exact', c: 'exact', result: 'exact' },
  },
  async measure() {
    const triples = randomTriples(TRIPLES, SEED);
    const laws = lawsOf(exactCompose).map(({ law, holds }) => ({
      law,
      failures: triples.filter((triple) => !holds(triple)).length,
    }));
    const verdict: 'all hold' | 'some fail' = laws.every(({ failures }) => failures === 0)
      ? 'all hold'
      : 'some fail';
    return {
      triples: TRIPLES,
      laws,
      verdict,
      largestPart: LARGEST_PART,
      example: written(at(triples, 0)),
    };
  },
});

export const floatRegrouping = measurement({
  id: 'float-regrouping',
  kinds: {
    equalShare: 'float64',
    within: 'float64',
    besideTerms: 'float64',
    tolerance: 'exact',
    bounded: 'exact',
    worst: {
      steps: 'float64',
      a: 'exact',
      b: 'exact',
      c: 'exact',
      largest: 'float64',
      result: 'float64',
      besideResult: 'float64',
      size: 'exact',
    },
    cause: 'exact',
    bars: { steps: 'exact', from: 'exact', to: 'exact', share: 'float64' },
    outcome: 'exact',
  },
  async measure() {
    const triples = randomTriples(TRIPLES, SEED);
    const steps = triples.map(stepsApart);
    const share = (test: (step: number) => boolean) => steps.filter(test).length / TRIPLES;
    const nearest = (step: number) => Math.max(-LAST_BAR, Math.min(LAST_BAR, Math.round(step)));
    const equalShare = share((step) => step === 0);
    const outcome: 'always' | 'not always' = equalShare === 1 ? 'always' : 'not always';
    const most = steps.reduce((best, step) => Math.max(best, Math.abs(step)), 0);
    const worst = at(
      triples,
      steps.findIndex((step) => Math.abs(step) === most),
    );
    const largest = Math.max(...worst.map((term) => Math.abs(toNumber(term))));
    const result = toNumber(grouped(worst));
    const cause: 'cancelled' | 'other' = Math.abs(result) * CANCELLED < largest ? 'cancelled' : 'other';
    const { a, b, c } = written(worst);
    const besideResult = (most * stepOf(result)) / Math.abs(result);
    const size: 'large' | 'small' = besideResult > LARGE * TOLERANCE ? 'large' : 'small';
    const besideTerms = Math.max(...triples.map(apartBesideTerms));
    const bounded: 'yes' | 'no' = besideTerms < TOLERANCE ? 'yes' : 'no';
    return {
      equalShare,
      within: share((step) => Math.abs(step) <= 2),
      besideTerms,
      tolerance: TOLERANCE,
      bounded,
      worst: { steps: most, a, b, c, largest, result, besideResult, size },
      cause,
      bars: Array.from({ length: 2 * LAST_BAR + 1 }, (_, index) => index - LAST_BAR).map((bar) => ({
        steps: bar,
        from: bar - 0.45,
        to: bar + 0.45,
        share: share((step) => nearest(step) === bar),
      })),
      outcome,
    };
  },
});
