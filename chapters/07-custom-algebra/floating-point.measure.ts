import { fromLog, toLog } from '#numerics/custom-algebra';
import { at } from '#numerics/list';
import { each, measurement } from '#report/measurement';
import { times } from './field.ts';

/** The number that absorbs, and so stands for a probability of zero. */
const FLOOR = -4;
/** Log-probabilities below which a number on the scale rounds to -4, and a factor p^(1/4) loses digits. */
const SCALE_ENDS = -216 * Math.LN2;
const PLAIN_ENDS = -1022 * Math.LN2;

// #region product
/** The product of probabilities, token by token, on the scale L¼. */
export function productOnScale(logprobs: readonly number[]): number[] {
  let product = 0; // stands for the factor 1
  return logprobs.map((logprob) => {
    product = times(product, fromLog(logprob));
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

/** The relative error of a probability, from logarithms: |e^(stored - true) - 1|. */
export function relativeError(stored: number, truth: number): number {
  return Math.abs(Math.expm1(stored - truth));
}

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
    ...each('nats', 'total', 'sumAtStop'),
    ...each('rank', 'stopped', 'aboutStopped'),
    ...each('float64', 'scaleEnds', 'factorEnds', 'plainEnds', 'factorError'),
    points: { tokens: 'exact', error: 'relativeError' },
  },
  async measure({ lm, data }) {
    const { tokens } = await lm.score(lm.encode(data.text), [], { entropies: false });
    const logprobs = tokens.flatMap(({ logprob }) => (logprob === null ? [] : [logprob]));
    let total = 0;
    const sums = logprobs.map((logprob) => (total += logprob));
    const numbers = productOnScale(logprobs);
    const errors = (stored: string, logs: readonly number[]) =>
      logs.map((log, index) => ({ stored, tokens: index + 1, error: relativeError(log, at(sums, index)) }));
    const asNumber = errors(
      'number',
      numbers.map((number) => toLog(number)),
    );
    const asFactor = errors(
      'factor',
      productOfFactors(logprobs).map((factor) => 4 * Math.log(factor)),
    );
    const stopped = fromWhen(numbers, (number) => number === FLOOR);
    return {
      model: lm.id,
      tokens: logprobs.length,
      total,
      stopped,
      sumAtStop: stopped === null ? null : at(sums, stopped - 1),
      // The exact token depends on how the last bits round.
      aboutStopped: stopped === null || stopped < 10 ? stopped : 10 * Math.round(stopped / 10),
      factorError: at(asFactor, logprobs.length - 1).error,
      points: [...asNumber, ...asFactor],
      scaleEnds: SCALE_ENDS,
      factorEnds: 4 * PLAIN_ENDS,
      plainEnds: PLAIN_ENDS,
    };
  },
});
