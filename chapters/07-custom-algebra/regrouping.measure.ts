import { compose } from '#numerics/custom-algebra';
import { equal, type Fraction, fraction, fractionText, toNumber } from '#numerics/fraction';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { each, either, measurement } from '#report/measurement';
import { exactCompose, exactInverse, stepOf } from './exact.ts';

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
export function lawsOf(rule: (a: Fraction, b: Fraction) => Fraction) {
  return [
    { law: 'order', holds: ([a, b]: Triple) => equal(rule(a, b), rule(b, a)) },
    { law: 'brackets', holds: ([a, b, c]: Triple) => equal(rule(rule(a, b), c), rule(a, rule(b, c))) },
    { law: 'identity', holds: ([a]: Triple) => equal(rule(a, ZERO), a) },
    { law: 'inverse', holds: ([a]: Triple) => equal(a, ABSORBING) || equal(rule(a, exactInverse(a)), ZERO) },
    { law: 'absorbing', holds: ([a]: Triple) => equal(rule(a, ABSORBING), ABSORBING) },
  ];
}

const floats = ([a, b, c]: Triple) => [toNumber(a), toNumber(b), toNumber(c)] as const;

/** How far apart the two groupings of a triple are in float64. */
function apart(triple: Triple): number {
  const [a, b, c] = floats(triple);
  return compose(compose(a, b), c) - compose(a, compose(b, c));
}

/**
 * The same relative to |a| ⊕₄ |b| ⊕₄ |c|: to all terms of the expanded result, added up without their signs. No
 * cancelling makes that small.
 */
function apartBesideTerms(triple: Triple): number {
  const [a, b, c] = floats(triple);
  const difference = Math.abs(apart(triple));
  return difference === 0 ? 0 : difference / compose(compose(Math.abs(a), Math.abs(b)), Math.abs(c));
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
  kinds: { triples: 'exact', laws: { failures: 'exact' }, largestPart: 'exact' },
  async measure() {
    const triples = randomTriples(TRIPLES, SEED);
    const laws = lawsOf(exactCompose).map(({ law, holds }) => {
      return { law, failures: triples.filter((triple) => !holds(triple)).length };
    });
    const allHold = laws.every(({ failures }) => failures === 0);
    return {
      triples: TRIPLES,
      laws,
      verdict: either(allHold, 'all hold', 'some fail'),
      largestPart: LARGEST_PART,
      example: written(at(triples, 0)),
    };
  },
});

export const floatRegrouping = measurement({
  id: 'float-regrouping',
  kinds: {
    ...each('float64', 'equalShare', 'within', 'besideTerms'),
    tolerance: 'exact',
    worst: each('float64', 'steps', 'largest', 'result', 'besideResult'),
    bars: { ...each('exact', 'steps', 'from', 'to'), share: 'float64' },
  },
  async measure() {
    const triples = randomTriples(TRIPLES, SEED);
    // In steps of the last digit of the exact result.
    const steps = triples.map((triple) => apart(triple) / stepOf(toNumber(grouped(triple))));
    const share = (test: (step: number) => boolean) => steps.filter(test).length / TRIPLES;
    const nearest = (step: number) => Math.max(-LAST_BAR, Math.min(LAST_BAR, Math.round(step)));
    const equalShare = share((step) => step === 0);
    const most = Math.max(...steps.map(Math.abs));
    const place = steps.findIndex((step) => Math.abs(step) === most);
    const worst = at(triples, place);
    const largest = Math.max(...floats(worst).map(Math.abs));
    const result = toNumber(grouped(worst));
    const { a, b, c } = written(worst);
    const besideResult = (most * stepOf(result)) / Math.abs(result);
    const size = either(besideResult > LARGE * TOLERANCE, 'large', 'small');
    const besideTerms = Math.max(...triples.map(apartBesideTerms));
    return {
      equalShare,
      within: share((step) => Math.abs(step) <= 2),
      besideTerms,
      tolerance: TOLERANCE,
      bounded: either(besideTerms < TOLERANCE, 'yes', 'no'),
      worst: { steps: most, a, b, c, largest, result, besideResult, size },
      cause: either(Math.abs(result) * CANCELLED < largest, 'cancelled', 'other'),
      bars: Array.from({ length: 2 * LAST_BAR + 1 }, (_, index) => index - LAST_BAR).map((bar) => ({
        steps: bar,
        from: bar - 0.45,
        to: bar + 0.45,
        share: share((step) => nearest(step) === bar),
      })),
      outcome: either(equalShare === 1, 'always', 'not always'),
    };
  },
});
