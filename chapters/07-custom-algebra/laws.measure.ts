import { compose } from '#numerics/custom-algebra';
import { equal, type Fraction, fraction, toNumber } from '#numerics/fraction';
import { seededRandom } from '#numerics/seeded-random';
import { either, measurement } from '#report/measurement';
import { exactCompose, exactInverse } from './exact.ts';

const TRIPLES = 10_000;
const SEED = 7;
const LARGEST_PART = 1000;
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

/** The laws of ⊞, asked of any rule, as tests on three fractions. */
export function lawsOf(rule: (a: Fraction, b: Fraction) => Fraction) {
  return [
    { law: 'order', holds: ([a, b]: Triple) => equal(rule(a, b), rule(b, a)) },
    { law: 'brackets', holds: ([a, b, c]: Triple) => equal(rule(rule(a, b), c), rule(a, rule(b, c))) },
    { law: 'identity', holds: ([a]: Triple) => equal(rule(a, ZERO), a) },
    { law: 'inverse', holds: ([a]: Triple) => equal(a, ABSORBING) || equal(rule(a, exactInverse(a)), ZERO) },
    { law: 'absorbing', holds: ([a]: Triple) => equal(rule(a, ABSORBING), ABSORBING) },
  ];
}

/**
 * How far apart the two groupings of a triple are in float64, relative to |a| ⊞ |b| ⊞ |c|: to all terms of the expanded
 * result, added up without their signs, which no cancelling makes small.
 */
export function regroupingError(triple: Triple): number {
  const [a, b, c] = triple.map(toNumber) as [number, number, number];
  const difference = Math.abs(compose(compose(a, b), c) - compose(a, compose(b, c)));
  return difference === 0 ? 0 : difference / compose(compose(Math.abs(a), Math.abs(b)), Math.abs(c));
}

export const lawsInNumbers = measurement({
  id: 'laws-in-numbers',
  kinds: {
    triples: 'exact',
    laws: { failures: 'exact' },
    equalShare: 'float64',
    largestError: 'float64',
  },
  async measure() {
    const triples = randomTriples(TRIPLES, SEED);
    const laws = lawsOf(exactCompose).map(({ law, holds }) => {
      return { law, failures: triples.filter((triple) => !holds(triple)).length };
    });
    const errors = triples.map(regroupingError);
    return {
      triples: TRIPLES,
      laws,
      verdict: either(
        laws.every(({ failures }) => failures === 0),
        'all hold',
        'some fail',
      ),
      equalShare: errors.filter((error) => error === 0).length / TRIPLES,
      largestError: Math.max(...errors),
    };
  },
});
