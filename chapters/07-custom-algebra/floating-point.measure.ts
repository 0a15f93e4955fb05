import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';
import { times } from './operations.ts';

// #region product
// A likely token has a number near 0. Both lines keep its digits, which 1 + a/4 alone would lose.
const fromLog = (logprob: number) => 4 * Math.expm1(logprob / 4);
export const combine = (a: number, b: number) => a + b * (1 + a / 4); // a + b + ab/4

/** The product of probabilities, token by token, on the scale S¼. */
export function productOnScale(logprobs: readonly number[]): number[] {
  let product = 0; // stands for the factor 1
  return logprobs.map((logprob) => {
    product = combine(product, fromLog(logprob));
    return product;
  });
}
// #endregion product

/** The same product, stored as its factor. */
export function productOfFactors(logprobs: readonly number[]): number[] {
  let factor = 1;
  return logprobs.map((logprob) => {
    factor *= Math.exp(logprob / 4);
    return factor;
  });
}

interface RunningSum {
  /** As floats add up. */
  readonly sum: number;
  /** What their rounding has lost: the exact sum is sum + lost. */
  readonly lost: number;
}

/** The sum after each log-probability, with the digits that its rounding loses. */
export function runningSums(logprobs: readonly number[]): RunningSum[] {
  let [sum, lost] = [0, 0];
  return logprobs.map((logprob) => {
    const next = sum + logprob;
    const added = next - sum;
    lost += sum - (next - added) + (logprob - added);
    sum = next;
    return { sum, lost };
  });
}

/** The relative error of the probability that a factor stands for: |stored / exact - 1|. */
export function factorError(factor: number, { sum, lost }: RunningSum): number {
  return Math.abs(Math.expm1(4 * Math.log(factor / Math.exp(sum / 4)) - lost));
}

/** The relative error of the probability that the plain sum of log-probabilities stands for. */
const sumError = ({ lost }: RunningSum) => Math.abs(Math.expm1(-lost));

/** The number of items (from 1) from which on a test holds to the end; null when it does not hold at the end. */
export function fromWhen<T>(list: readonly T[], test: (item: T) => boolean): number | null {
  const last = list.findLastIndex((item) => !test(item));
  return last === list.length - 1 ? null : last + 2;
}

export const textProduct = measurement({
  id: 'text-product',
  data: { text: new URL('./texts/piano.txt', import.meta.url) },
  kinds: {
    tokens: 'exact',
    ...each('nats', 'total', 'sumAtTenth', 'sumAtZero'),
    ...each('float64', 'largestFactorError', 'largestLogError'),
    points: { exact: 'nats', error: 'relativeError' },
  },
  async measure({ lm, data }) {
    const { tokens } = await lm.score(lm.encode(data.text), [], { entropies: false });
    const logprobs = tokens.flatMap(({ logprob }) => (logprob === null ? [] : [logprob]));
    const sums = runningSums(logprobs);
    const sumWhere = (place: number | null) => (place === null ? null : at(sums, place - 1).sum);
    const numbers = productOnScale(logprobs);
    const errors = {
      number: numbers.map((number, index) => factorError(1 + number / 4, at(sums, index))),
      factor: productOfFactors(logprobs).map((factor, index) => factorError(factor, at(sums, index))),
      log: sums.map(sumError),
    };
    return {
      model: lm.id.split('/').at(-1) ?? lm.id,
      tokens: logprobs.length,
      total: at(sums, sums.length - 1).sum,
      sumAtTenth: sumWhere(fromWhen(errors.number, (error) => error > 0.1)),
      sumAtZero: sumWhere(fromWhen(numbers, (number) => number === -4)),
      largestFactorError: Math.max(...errors.factor),
      largestLogError: Math.max(...errors.log),
      points: Object.entries(errors).flatMap(([stored, list]) =>
        // The error is NaN where the exact factor underflows as well.
        list.flatMap((error, index) =>
          Number.isNaN(error) ? [] : [{ stored, exact: at(sums, index).sum, error }],
        ),
      ),
    };
  },
});

/** What is left of a small number beside the identity, and beside a large one. */
export const nearZero = measurement({
  id: 'near-zero',
  kinds: each('exact', 'lost', 'kept', 'unmoved'),
  async measure() {
    return { lost: times(1e-17, 0), kept: combine(1e-17, 0), unmoved: -400 - 1e-14 };
  },
});
