import { compose } from '#numerics/custom-algebra';
import { equal, type Fraction, fraction, fractionText, toNumber } from '#numerics/fraction';
import { at } from '#numerics/list';
import { seededRandom } from '#numerics/seeded-random';
import { curious, figure, table } from '#report/block';
import { choose } from '#report/claim';
import { measurement } from '#report/measurement';
import { prose } from '#report/prose';
import { section } from '#report/section';
import { count, given, math, percent, real, ref, text } from '#report/values';
import { exactCompose } from './exact.ts';

const TRIPLES = 10_000;
const SEED = 7;
const LARGEST_PART = 1000;
/** Differences of this many steps and more share the last bar. */
const LAST_BAR = 6;

type Triple = readonly [a: Fraction, b: Fraction, c: Fraction];

/** Random triples of fractions, the same at every run: parts of up to a thousand, both signs. */
export function randomTriples(n: number, seed: number): Triple[] {
  const random = seededRandom(seed);
  const one = () =>
    fraction(random.below(2 * LARGEST_PART + 1) - LARGEST_PART, 1 + random.below(LARGEST_PART));
  return Array.from({ length: n }, (): Triple => [one(), one(), one()]);
}

/** The distance from a float64 to the next one of larger size: a step in its last digit. */
export function stepOf(value: number): number {
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), -1022);
  return 2 ** (exponent - 52);
}

// #region both-groupings
/** How far apart the two groupings of a triple are in float64, in steps of the last digit of the exact result. */
export function stepsApart([a, b, c]: Triple): number {
  const [x, y, z] = [toNumber(a), toNumber(b), toNumber(c)];
  const difference = compose(compose(x, y), z) - compose(x, compose(y, z));
  return difference / stepOf(toNumber(exactCompose(exactCompose(a, b), c)));
}
// #endregion both-groupings

export const randomFractions = measurement({
  id: 'random-fractions',
  kinds: {
    triples: 'exact',
    unequal: 'exact',
    verdict: 'exact',
    largestPart: 'exact',
    example: { a: 'exact', b: 'exact', c: 'exact', result: 'exact' },
  },
  async measure() {
    const triples = randomTriples(TRIPLES, SEED);
    const left = ([a, b, c]: Triple) => exactCompose(exactCompose(a, b), c);
    const right = ([a, b, c]: Triple) => exactCompose(a, exactCompose(b, c));
    const unequal = triples.filter((triple) => !equal(left(triple), right(triple))).length;
    const verdict: 'all equal' | 'some differ' = unequal === 0 ? 'all equal' : 'some differ';
    const example = at(triples, 0);
    const [a = '', b = '', c = ''] = example.map(fractionText);
    return {
      triples: TRIPLES,
      unequal,
      verdict,
      largestPart: LARGEST_PART,
      example: { a, b, c, result: fractionText(left(example)) },
    };
  },
});

export const floatRegrouping = measurement({
  id: 'float-regrouping',
  kinds: {
    triples: 'exact',
    equalShare: 'float64',
    within: 'float64',
    largest: 'float64',
    bars: { from: 'exact', to: 'exact', share: 'float64' },
    lastBar: 'exact',
    outcome: 'exact',
  },
  async measure() {
    const steps = randomTriples(TRIPLES, SEED).map(stepsApart);
    const share = (test: (step: number) => boolean) => steps.filter(test).length / TRIPLES;
    const nearest = (step: number) => Math.max(-LAST_BAR, Math.min(LAST_BAR, Math.round(step)));
    const equalShare = share((step) => step === 0);
    const outcome: 'always' | 'not always' = equalShare === 1 ? 'always' : 'not always';
    return {
      triples: TRIPLES,
      equalShare,
      within: share((step) => Math.abs(step) <= 2),
      largest: steps.reduce((largest, step) => Math.max(largest, Math.abs(step)), 0),
      bars: Array.from({ length: 2 * LAST_BAR + 1 }, (_, index) => index - LAST_BAR).map((bar) => ({
        from: bar - 0.45,
        to: bar + 0.45,
        share: share((step) => nearest(step) === bar),
      })),
      lastBar: LAST_BAR,
      outcome,
    };
  },
});

export const regrouping = section({
  id: 'regrouping',
  title: prose`Exact in fractions, nearly so in floats`,
  needs: { exact: randomFractions, float: floatRegrouping },
  write({ exact, float }) {
    return [
      prose`
        A proof may hold a slip of the pen, so we also let the computer try. It draws ${count(exact.triples)} random triples of
        fractions with parts up to ${given(exact.largestPart)} and composes each triple with both groupings, in exact arithmetic.
        One of them is ${text(exact.example.a)}, ${text(exact.example.b)} and ${text(exact.example.c)}; it gives
        ${text(exact.example.result)}. ${choose(exact.verdict, {
          'all equal': prose`In all ${count(exact.triples)} triples the two groupings give exactly the same fraction.`,
          'some differ': prose`In ${count(exact.unequal)} of the triples the two groupings differ: the program is wrong.`,
        })} The proof says why; the trial says that proof and program speak of the same rule.
      `,
      prose`
        Programs rarely use fractions, though. In float64 every operation rounds. Does regrouping still change nothing?
        ${ref('regrouping-error')} takes the same triples as floats. It counts how many steps of the last digit the two
        groupings lie apart.
      `,
      figure({
        id: 'regrouping-error',
        caption: prose`
          The difference between the two groupings in float64, in steps of the last binary digit of the result. The outermost
          bars also hold what lies beyond them.
        `,
        alt: prose`
          A histogram with its peak at zero, which holds ${percent(float.equalShare)} of the triples. Within two steps on
          either side lie ${percent(float.within)}; the largest difference is
          ${real(float.largest, 'float64', { digits: 2 })} steps.
        `,
        data: float.bars.map((bar) => ({ ...bar, floor: 0 })),
        spec: {
          height: 240,
          mark: { type: 'rect' },
          encoding: {
            x: {
              field: 'from',
              type: 'quantitative',
              title: 'left grouping minus right grouping, in steps of the last digit',
              scale: { domain: [-6.6, 6.6], nice: false },
              axis: { values: [-6, -4, -2, 0, 2, 4, 6], grid: false, labelOverlap: false },
            },
            x2: { field: 'to' },
            y: { field: 'share', type: 'quantitative', title: 'share of triples', axis: { format: '%' } },
            y2: { field: 'floor' },
          },
        },
      }),
      choose(float.outcome, {
        'not always': prose`
          What to see: ${percent(float.equalShare)} of the triples come out equal to the last digit, and
          ${percent(float.within)} within two steps. So in floats ${math`\oplus_4`} is associative up to rounding, as + and ×
          are. Compare its results with a tolerance, never with \`===\`.
        `,
        always: prose`What to see: these triples all come out equal; others would not.`,
      }),
      curious(prose`Where the large differences come from`, [
        prose`
          The largest difference among these triples is ${real(float.largest, 'float64', { digits: 3 })} steps. It belongs to a result close
          to zero: large parts cancelled, their rounding stayed, and what is a small error for the parts is a large one for
          the little that is left. The same happens to a plain sum.
        `,
        table({
          id: 'regrouping-shares',
          caption: prose`The bars of ${ref('regrouping-error')}.`,
          rows: float.bars,
          columns: [
            {
              head: prose`steps, from`,
              align: 'right',
              cell: (row) => prose`${given(row.from)}`,
            },
            { head: prose`to`, align: 'right', cell: (row) => prose`${given(row.to)}` },
            { head: prose`share`, align: 'right', cell: (row) => prose`${percent(row.share)}` },
          ],
        }),
      ]),
    ];
  },
});
